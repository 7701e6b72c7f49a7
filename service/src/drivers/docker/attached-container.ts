import type { Duplex } from 'node:stream'
import type Dockerode from 'dockerode'
import { drained } from '../drained.ts'
import { AttachDemux } from './demux.ts'
import { engineError, isGone } from './engine-error.ts'
import type { AttachedContainer, ContainerLimits } from '../../ports/sandbox-engine.ts'
import type { Dialect } from './dialect.ts'

/** A container of the Docker engine with its hijacked attach stream. */
export class DockerContainer implements AttachedContainer {
  readonly id: string
  readonly #container: Dockerode.Container
  readonly #stream: Duplex
  readonly #dialect: Pick<Dialect, 'limit' | 'remove'>
  #destroyed: Promise<void> | null = null

  constructor(container: Dockerode.Container, stream: Duplex, dialect: Pick<Dialect, 'limit' | 'remove'>) {
    this.#dialect = dialect
    this.id = container.id
    this.#container = container
    this.#stream = stream
  }

  write(bytes: Uint8Array): boolean {
    return this.#stream.writable ? this.#stream.write(bytes) : true
  }

  drained(): Promise<void> {
    return drained(this.#stream)
  }

  onOutput(listener: (bytes: Uint8Array) => void, onLog: (text: string) => void): void {
    const demux = new AttachDemux((stream, bytes) => {
      if (stream === 'stdout') listener(bytes)
      else onLog(Buffer.from(bytes).toString())
    })
    this.#stream.on('data', (chunk: Buffer) => demux.push(chunk))
  }

  onEnd(listener: () => void): void {
    // A stream error says no more than its end: the container is gone.
    this.#stream.on('error', () => this.#stream.destroy())
    this.#stream.once('close', listener)
    this.#stream.once('end', () => this.#stream.destroy())
  }

  async update(limits: ContainerLimits): Promise<void> {
    try {
      await this.#dialect.limit(this.#container, limits)
    } catch (error) {
      throw engineError(error)
    }
  }

  destroy(): Promise<void> {
    this.#destroyed ??= this.#remove()
    return this.#destroyed
  }

  async #remove(): Promise<void> {
    // Ending stdin is the fastest way to make the agent leave; the removal makes sure.
    this.#stream.end()
    try {
      await this.#dialect.remove(this.#container)
    } catch (error) {
      if (!isGone(error)) throw engineError(error)
    } finally {
      this.#stream.destroy()
    }
  }
}
