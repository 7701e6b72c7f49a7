import { timingSafeEqual } from 'node:crypto'
import {
  type CaseResult,
  type OutputChannel,
  type PhaseName,
  RESUME_GRACE_MS,
  type RunRequest,
  SandrunError,
  type ServerMessage,
  type SignalName,
  type Started,
  STDIN_WINDOW_BYTES,
  type TerminalSize,
  toSandrunError,
} from '@sandrun/shared'
import type { Principal } from '../access/principal.ts'
import { OUTPUT_CREDIT_BYTES } from '../run/credit.ts'
import type { RunObserver } from '../run/observer.ts'
import type { Run } from '../run/run.ts'
import type { RunService } from '../run/run-service.ts'
import { outputSize } from '../run/usage.ts'
import { FramePool } from './frame-pool.ts'
import { OutputLog } from './output-log.ts'

/** Where a run's news go: one connection. */
export interface RunSink {
  send(message: ServerMessage): void
  /** `taken` is called when the socket has taken the bytes, or never will. */
  sendBytes(message: Uint8Array, taken: () => void): void
  /** The run has ended, and this is the last of it. */
  ended(): void
  /** Another client follows the run now. */
  takenOver(): void
}

/** What becomes of the run in the list of those that can be found again. */
export interface RunKeeping {
  /** It has ended; its client may not have seen all of it. */
  ended(): void
  /** Nobody can want anything of it any more. */
  forget(): void
}

const CHANNELS = ['stdout', 'stderr'] as const

/** A run as its client sees it: it may lose its connection, and be found again by another. */
export class LiveRun implements RunObserver {
  /** Id of the principal whose run it is. */
  readonly owner: string
  readonly #run: Run
  readonly #resumable: boolean
  readonly #keeping: RunKeeping
  readonly #log = new OutputLog()
  readonly #frames = new FramePool()
  #sink: RunSink | null
  #queued: ServerMessage | null = null
  #milestones: ServerMessage[] = []
  #end: ServerMessage | null = null
  #stdinReceived = 0
  #stdinTaken = 0
  #stdinEnded = false
  #grace: NodeJS.Timeout | null = null

  /**
   * Begins a run for this sink. `resumable`: its client acknowledges output, which is kept until then.
   * Throws a SandrunError when the request can't be met.
   */
  constructor(
    runs: RunService,
    { request, principal }: { request: RunRequest; principal: Principal },
    sink: RunSink,
    resumable: boolean,
    keeping: RunKeeping,
  ) {
    this.owner = principal.id
    this.#sink = sink
    this.#resumable = resumable
    this.#keeping = keeping
    const { run, finished } = runs.start(request, this, { principal, live: true })
    this.#run = run
    sink.send({ type: 'accepted', runId: run.id, resumeToken: run.resumeToken })
    finished.then(
      (result) => this.#finish({ type: 'exit', result }),
      (error: unknown) => this.#finish({ type: 'error', ...toSandrunError(error).toBody() }),
    )
  }

  get id(): string {
    return this.#run.id
  }

  /** Roughly what it takes in memory once it has ended, in bytes. */
  get size(): number {
    return OUTPUT_CREDIT_BYTES + (this.#end?.type === 'exit' ? outputSize(this.#end.result) : 0)
  }

  isToken(token: string): boolean {
    const [given, own] = [Buffer.from(token), Buffer.from(this.#run.resumeToken)]
    return this.#resumable && given.length === own.length && timingSafeEqual(given, own)
  }

  /** Goes on with this sink, from the offsets its client has seen; the one before is told. */
  attach(sink: RunSink, seen: Record<OutputChannel, number>): void {
    if (!this.acknowledge(seen)) {
      throw new SandrunError('protocol-violation', 'Output was acknowledged that was never sent.')
    }
    this.#stopGrace()
    this.#sink?.takenOver()
    this.#sink = sink
    const state = this.#end !== null ? 'ended' : this.#milestones.length > 0 ? 'running' : 'queued'
    sink.send({ type: 'attached', state, stdinOffset: this.#stdinReceived })
    if (state === 'queued' && this.#queued !== null) sink.send(this.#queued)
    for (const message of this.#milestones) sink.send(message)
    sink.send({ type: 'stdin-ack', offset: this.#stdinTaken })
    for (const channel of CHANNELS) this.#replay(sink, channel, seen[channel])
    if (this.#end !== null) this.#tellEnd(sink, this.#end)
  }

  /** The connection is gone: its client has a while to come back, if it can. */
  detach(sink: RunSink): void {
    if (this.#sink !== sink) return
    this.#sink = null
    if (!this.#resumable) return this.#run.cancel()
    if (this.#end !== null) return
    this.#grace = setTimeout(() => this.#run.cancel(), RESUME_GRACE_MS)
    this.#grace.unref()
  }

  /** Returns false when more is acknowledged than was ever sent. */
  acknowledge(seen: Record<OutputChannel, number>): boolean {
    const bytes = this.#log.acknowledge(seen)
    if (bytes === null) return false
    if (this.#resumable && bytes > 0) this.#run.consumed(bytes)
    if (this.#end !== null && CHANNELS.every((channel) => this.#isSeen(channel))) this.#keeping.forget()
    return true
  }

  /** Throws when the client has lost count, or sends more than the window allows. */
  receiveStdin(sequence: number, bytes: Uint8Array): void {
    if (sequence !== this.#stdinReceived % 2 ** 32) throw new SandrunError('protocol-violation', 'Stdin has a gap.')
    this.#stdinReceived += bytes.length
    if (this.#stdinReceived - this.#stdinTaken > STDIN_WINDOW_BYTES) {
      throw new SandrunError('protocol-violation', 'More stdin is under way than the window allows.')
    }
    this.#run.writeStdin(bytes)
  }

  /** Only the first counts: a client that comes back says it again. */
  endStdin(): void {
    if (this.#stdinEnded) return
    this.#stdinEnded = true
    this.#run.endStdin()
  }

  signal(name: SignalName): void {
    this.#run.signal(name)
  }

  resize(size: TerminalSize): void {
    this.#run.resize(size)
  }

  cancel(): void {
    this.#run.cancel()
  }

  queued(position: number): void {
    this.#queued = { type: 'queued', position }
    this.#sink?.send(this.#queued)
  }

  started(started: Omit<Started, 'type'>): void {
    this.#pass({ type: 'started', ...started })
  }

  phase(name: PhaseName, cached: boolean): void {
    this.#pass({ type: 'phase', name, ...(cached && { cached }) })
  }

  case(index: number, result: CaseResult): void {
    this.#pass({ type: 'case', index, result })
  }

  output(channel: OutputChannel, bytes: Uint8Array): void {
    const offset = this.#log.append(channel, bytes)
    if (!this.#resumable) this.#log.acknowledge(this.#offsetsAfter(channel, offset + bytes.length))
    if (this.#sink !== null) this.#sendOutput(this.#sink, channel, offset, bytes)
    else if (!this.#resumable) this.#run.consumed(bytes.length)
  }

  stdinTaken(offset: number): void {
    this.#stdinTaken = offset
    this.#sink?.send({ type: 'stdin-ack', offset })
  }

  #pass(message: ServerMessage): void {
    this.#milestones.push(message)
    this.#sink?.send(message)
  }

  #sendOutput(sink: RunSink, channel: OutputChannel, offset: number, bytes: Uint8Array): void {
    const { message, release } = this.#frames.encode(channel, offset, bytes)
    sink.sendBytes(message, () => {
      release()
      if (!this.#resumable) this.#run.consumed(bytes.length)
    })
  }

  #replay(sink: RunSink, channel: OutputChannel, seen: number): void {
    const start = this.#log.start(channel)
    if (seen < start) sink.send({ type: 'gap', channel, from: seen, to: start })
    for (const { offset, bytes } of this.#log.read(channel, seen)) this.#sendOutput(sink, channel, offset, bytes)
  }

  #finish(end: ServerMessage): void {
    this.#end = end
    this.#stopGrace()
    if (this.#sink !== null) this.#tellEnd(this.#sink, end)
    if (this.#resumable) this.#keeping.ended()
    else this.#keeping.forget()
  }

  #tellEnd(sink: RunSink, end: ServerMessage): void {
    sink.send(end)
    sink.ended()
  }

  #isSeen(channel: OutputChannel): boolean {
    const [unseen] = this.#log.read(channel, 0)
    return unseen === undefined
  }

  #offsetsAfter(channel: OutputChannel, offset: number): Record<OutputChannel, number> {
    return { stdout: this.#log.start('stdout'), stderr: this.#log.start('stderr'), [channel]: offset }
  }

  #stopGrace(): void {
    if (this.#grace !== null) clearTimeout(this.#grace)
    this.#grace = null
  }
}
