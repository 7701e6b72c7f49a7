import { mkdtemp } from 'node:fs/promises'
import { availableParallelism, release, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { SandrunError } from '@sandrun/shared'
import type { ImageInfo, ImageSummary } from '../../ports/image-engine.ts'
import type {
  ContainerSpec,
  ContainerSummary,
  EngineInfo,
  SandboxEngine,
  VolumeContent,
  VolumeSpec,
} from '../../ports/sandbox-engine.ts'
import { AgentProcess } from './agent-process.ts'

export interface ProcessEngineOptions {
  /** Path of the agent's binary. */
  agent: string
  /** The available images: only names, since programs use the machine's own files. */
  images: readonly ImageSummary[]
}

/**
 * An engine without sandboxes: it starts the agent as a process of this machine, in a new folder. Only the agent itself
 * restricts a program. For unit tests, and nothing else.
 */
export class ProcessEngine implements SandboxEngine {
  readonly #agent: string
  readonly #images: readonly ImageSummary[]
  readonly #filled = new Set<string>()
  readonly #running = new Map<string, AgentProcess>()

  constructor({ agent, images }: ProcessEngineOptions) {
    this.#agent = agent
    this.#images = images
  }

  async info(): Promise<EngineInfo> {
    return {
      engine: 'process',
      version: process.version,
      cgroupVersion: '2',
      cpus: availableParallelism(),
      memoryBytes: totalmem(),
      architecture: process.arch,
      runtimes: [],
      defaultRuntime: 'none',
      kernel: release(),
      system: process.platform,
      security: [],
      rootless: process.getuid?.() !== 0,
      // It is for tests.
      unenforced: [],
      userNamespaces: false,
      storageDriver: 'none',
      rootDir: tmpdir(),
    }
  }

  async startContainer({ image, name, labels, entrypoint, agentVolume }: ContainerSpec): Promise<AgentProcess> {
    this.#imageOf(image)
    if (!this.#filled.has(agentVolume.name)) {
      throw new SandrunError('sandbox-failed', `There is no ${entrypoint.join(' ')} in the volume ${agentVolume.name}.`)
    }
    const folder = await mkdtemp(join(tmpdir(), `${name}-`))
    const started = await AgentProcess.start([this.#agent, ...entrypoint.slice(1)], { id: name, folder, labels })
    this.#running.set(name, started)
    started.onEnd(() => this.#running.delete(name))
    return started
  }

  async listContainers(labels: Record<string, string>): Promise<ContainerSummary[]> {
    const wanted = Object.entries(labels)
    return [...this.#running.values()]
      .filter(({ labels: own }) => wanted.every(([label, value]) => label in own && ['', own[label]].includes(value)))
      .map(({ id, labels: own }) => ({ id, name: id, state: 'running', labels: own }))
  }

  async removeContainer(id: string): Promise<void> {
    await this.#running.get(id)?.destroy()
  }

  /** It makes none. */
  async removeUnusedVolumes(): Promise<number> {
    return 0
  }

  async inspectImage(tag: string): Promise<ImageInfo | null> {
    const image = this.#find(tag)
    return image === undefined ? null : { ...image, volumes: [], layers: [] }
  }

  async listImages(label: string): Promise<ImageSummary[]> {
    return this.#images.filter(({ labels }) => label in labels)
  }

  async fillVolume({ name }: VolumeSpec, { image }: VolumeContent): Promise<void> {
    this.#imageOf(image)
    this.#filled.add(name)
  }

  /** Nothing limits the memory of these sandboxes, so the OOM killer never acts. */
  async watchOom(_labels: Record<string, string>, _onOom: (id: string) => void, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    signal.addEventListener('abort', () => resolve(), { once: true })
    if (signal.aborted) resolve()
    await promise
  }

  #imageOf(name: string): ImageSummary {
    const image = this.#find(name)
    if (image === undefined) throw new SandrunError('image-missing', "This language's image is not built.")
    return image
  }

  /** Finds an image by id, or by a tag in Docker's form. */
  #find(name: string): ImageSummary | undefined {
    return this.#images.find(({ id, tags }) => id === name || tags.includes(name) || tags.includes(`${name}:latest`))
  }
}
