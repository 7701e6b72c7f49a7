import {
  type OutputChannel,
  RESUME_GRACE_MS,
  type RunResult,
  SandrunError,
  type ServerMessage,
  type SignalName,
  STDIN_WINDOW_BYTES,
  type TerminalSize,
} from '@sandrun/shared'
import type { LiveRun, Offsets, RunSink } from '../../ports/live-run.ts'
import type { LinkReader, RunLink } from './run-link.ts'

const CHANNELS = ['stdout', 'stderr'] as const

/** How a client's side of a run reaches the run. */
export interface RemoteRunRoute {
  resumable: boolean
  /** The link of the client that requested the run, from the start. */
  link: RunLink | null
  /** The token for `accepted`; null for a client that reconnects. */
  resumeToken: string | null
  /** Finds the worker. Rejects with `not-found`. */
  attach(reader: RemoteLive, seen: Offsets): Promise<RunLink>
  cancel(link: RunLink): void
  /** Its client has not come back in time, and no worker has the run. */
  expired(link: RunLink): void
  /** The client knows the run. */
  opened(): void
  /** The link is no longer needed. */
  close(link: RunLink): void
  /** The result of a run whose worker is lost. */
  lost(): RunResult
}

/** The client's side of a run on another node: passes messages on in both directions. */
export class RemoteLive implements LiveRun, LinkReader {
  readonly id: string
  readonly #way: RemoteRunRoute
  #link: RunLink | null
  #sink: RunSink | null = null
  #sent: Offsets = { stdout: 0, stderr: 0 }
  #stdinReceived = 0
  #stdinTaken = 0
  #stdinEnded = false
  #isAttached = false
  #grace: NodeJS.Timeout | null = null

  constructor(id: string, way: RemoteRunRoute) {
    this.id = id
    this.#way = way
    this.#link = way.link
  }

  open(sink: RunSink): void {
    this.#sink = sink
    this.#isAttached = true
    sink.send({ type: 'accepted', runId: this.id, resumeToken: this.#way.resumeToken ?? '' })
    this.#way.opened()
  }

  attach(sink: RunSink, seen: Offsets): void {
    this.#sink = sink
    this.#sent = { stdout: seen.stdout, stderr: seen.stderr }
    this.#way.attach(this, seen).then(
      (link) => {
        this.#link = link
        // The client left meanwhile.
        if (this.#sink === null) this.#release(link)
      },
      (error: unknown) => this.#refuse(error),
    )
  }

  detach(sink: RunSink): void {
    if (this.#sink !== sink) return
    this.#sink = null
    if (this.#link !== null) this.#release(this.#link)
  }

  acknowledge(seen: Offsets): boolean {
    if (CHANNELS.some((channel) => seen[channel] > this.#sent[channel])) return false
    this.#link?.tell({ type: 'ack', stdout: seen.stdout, stderr: seen.stderr })
    return true
  }

  receiveStdin(sequence: number, bytes: Uint8Array): void {
    if (sequence !== this.#stdinReceived % 2 ** 32)
      throw new SandrunError('protocol-violation', 'Bytes of stdin are missing.')
    const offset = this.#stdinReceived
    this.#stdinReceived += bytes.length
    if (this.#stdinReceived - this.#stdinTaken > STDIN_WINDOW_BYTES) {
      throw new SandrunError('protocol-violation', 'The client sent more stdin than the window allows.')
    }
    this.#link?.tell({ type: 'stdin', sequence: offset }, bytes)
  }

  endStdin(): void {
    if (this.#stdinEnded) return
    this.#stdinEnded = true
    this.#link?.tell({ type: 'stdin-end' })
  }

  signal(name: SignalName): void {
    this.#link?.tell({ type: 'signal', name })
  }

  resize({ cols, rows }: TerminalSize): void {
    this.#link?.tell({ type: 'resize', cols, rows })
  }

  cancel(): void {
    if (this.#link !== null) this.#way.cancel(this.#link)
  }

  claimed(): void {
    if (this.#grace !== null) clearTimeout(this.#grace)
    this.#grace = null
    this.#sayAttached()
  }

  waiting(): void {
    this.#sayAttached()
  }

  message(message: ServerMessage): void {
    // This gateway has already sent it.
    if (message.type === 'accepted') return
    if (message.type === 'attached') {
      this.#isAttached = true
      this.#stdinReceived = message.stdinOffset
    }
    if (message.type === 'stdin-ack') this.#stdinTaken = message.offset
    this.#sink?.send(message)
  }

  output(channel: OutputChannel, end: number, message: Uint8Array): void {
    this.#sent[channel] = Math.max(this.#sent[channel], end)
    const taken = (): void => {
      if (!this.#way.resumable) this.#link?.tell({ type: 'taken' })
    }
    if (this.#sink === null) taken()
    else this.#sink.sendBytes(message, taken)
  }

  /** After this, the client acknowledges the rest over the same link. */
  ended(): void {
    const sink = this.#sink
    this.#forget()
    sink?.ended()
  }

  takenOver(): void {
    const sink = this.#sink
    this.#forget()
    sink?.takenOver()
  }

  lost(): void {
    this.end({ type: 'exit', result: this.#way.lost() })
  }

  broken(): void {
    const sink = this.#sink
    // The worker counts the time from now on, unless the client follows the run already elsewhere.
    if (this.#way.resumable) this.#link?.tell({ type: 'detach' })
    this.#forget()
    sink?.interrupted()
  }

  /** This node ends: its client may reconnect elsewhere. */
  leave(): void {
    if (this.#way.resumable) this.broken()
  }

  /** The run has ended without word from a worker. */
  end(message: ServerMessage): void {
    const sink = this.#sink
    this.#forget()
    sink?.send(message)
    sink?.ended()
  }

  /** While the run waits, no worker can send this. */
  #sayAttached(): void {
    if (this.#isAttached) return
    this.#isAttached = true
    this.#sink?.send({ type: 'attached', state: 'queued', stdinOffset: 0 })
  }

  #release(link: RunLink): void {
    if (!this.#way.resumable) return this.#way.cancel(link)
    link.tell({ type: 'detach' })
    if (link.worker !== null) return this.#way.close(link)
    // No worker has the run, so none can count the time.
    this.#grace = setTimeout(() => this.#way.expired(link), RESUME_GRACE_MS)
    this.#grace.unref()
  }

  #refuse(error: unknown): void {
    const refusal = error instanceof SandrunError ? error : new SandrunError('internal', 'Unknown run.')
    this.end({ type: 'error', ...refusal.toBody() })
  }

  #forget(): void {
    this.#sink = null
    if (this.#link !== null) this.#way.close(this.#link)
  }
}
