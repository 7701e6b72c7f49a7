import { timingSafeEqual } from 'node:crypto'
import {
  type OutputChannel,
  RESUME_GRACE_MS,
  type RunRequest,
  SandrunError,
  type ServerMessage,
  type SignalName,
  STDIN_WINDOW_BYTES,
  type TerminalSize,
} from '@sandrun/shared'
import type { Principal } from '../access/principal.ts'
import type { Run } from '../run/run.ts'
import type { RunService } from '../run/run-service.ts'
import { outputSize } from '../run/usage.ts'
import { BEGINNING, type LogEvent } from '../run-log/log-event.ts'
import { readLog } from '../run-log/read-log.ts'
import type { RunLog } from '../run-log/run-log.ts'
import { FramePool } from './frame-pool.ts'

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

type Offsets = Record<OutputChannel, number>

/** A client's end of a run: it may lose its connection, and be found again by another. */
export class LiveRun {
  /** Id of the principal whose run it is. */
  readonly owner: string
  readonly #run: Run
  readonly #log: RunLog
  readonly #resumable: boolean
  readonly #keeping: RunKeeping
  readonly #frames = new FramePool()
  #sink: RunSink | null
  #stopReading: () => void
  /** Up to where output has gone to a client, and up to where one has said that it has it. */
  readonly #sent: Offsets = { stdout: 0, stderr: 0 }
  #acknowledged: Offsets = { stdout: 0, stderr: 0 }
  #stdinReceived = 0
  #stdinAcknowledged = 0
  #stdinEnded = false
  #grace: NodeJS.Timeout | null = null

  /**
   * Begins a run for this sink. `resumable`: its client acknowledges output, and may come back for what it has not.
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
    const { run, log, finished } = runs.start(request, { principal, live: true })
    this.#run = run
    this.#log = log
    sink.send({ type: 'accepted', runId: run.id, resumeToken: run.resumeToken })
    log.follow(() => this.#acknowledgeStdin())
    this.#stopReading = readLog(log, (event) => this.#tell(sink, event))
    const ended = (): void => this.#finish()
    finished.then(ended, ended)
  }

  get id(): string {
    return this.#run.id
  }

  /** Roughly what it takes in memory, in bytes. */
  get size(): number {
    return this.#log.size + (this.#log.result === null ? 0 : outputSize(this.#log.result))
  }

  isToken(token: string): boolean {
    const [given, own] = [Buffer.from(token), Buffer.from(this.#run.resumeToken)]
    return this.#resumable && given.length === own.length && timingSafeEqual(given, own)
  }

  /** Goes on with this sink, from the offsets its client has seen; the one before is told. */
  attach(sink: RunSink, seen: Offsets): void {
    if (!this.acknowledge(seen)) {
      throw new SandrunError('protocol-violation', 'Output was acknowledged that was never sent.')
    }
    this.#stopGrace()
    this.#stopReading()
    this.#sink?.takenOver()
    this.#sink = sink
    sink.send({ type: 'attached', state: this.#log.state, stdinOffset: this.#stdinReceived })
    sink.send({ type: 'stdin-ack', offset: this.#log.stdinTaken })
    this.#stopReading = readLog(this.#log, (event) => this.#tell(sink, event), { ...BEGINNING, ...seen })
  }

  /** The connection is gone: its client has a while to come back, if it can. */
  detach(sink: RunSink): void {
    if (this.#sink !== sink) return
    this.#sink = null
    if (!this.#resumable) return this.#run.cancel()
    this.#stopReading()
    if (this.#log.ended) return
    this.#grace = setTimeout(() => this.#run.cancel(), RESUME_GRACE_MS)
    this.#grace.unref()
  }

  /** Returns false when more is acknowledged than was ever sent. */
  acknowledge(seen: Offsets): boolean {
    if (CHANNELS.some((channel) => seen[channel] > this.#sent[channel])) return false
    const before = this.#acknowledged
    this.#acknowledged = {
      stdout: Math.max(before.stdout, seen.stdout),
      stderr: Math.max(before.stderr, seen.stderr),
    }
    const bytes = this.#acknowledged.stdout + this.#acknowledged.stderr - before.stdout - before.stderr
    if (this.#resumable && bytes > 0) this.#run.consumed(bytes)
    if (this.#log.ended && CHANNELS.every((channel) => this.#acknowledged[channel] === this.#log.end(channel))) {
      this.#keeping.forget()
    }
    return true
  }

  /** Throws when the client has lost count, or sends more than the window allows. */
  receiveStdin(sequence: number, bytes: Uint8Array): void {
    if (sequence !== this.#stdinReceived % 2 ** 32) throw new SandrunError('protocol-violation', 'Stdin has a gap.')
    this.#stdinReceived += bytes.length
    if (this.#stdinReceived - this.#log.stdinTaken > STDIN_WINDOW_BYTES) {
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

  #tell(sink: RunSink, event: LogEvent): void {
    const { order: _order, atMs: _atMs, ...message } = event
    switch (message.type) {
      case 'output':
        return this.#sendOutput(sink, message.channel, message.offset, message.bytes)
      case 'queued':
        // Its place in the queue is of no use to a client who comes back later.
        return this.#log.state === 'queued' ? sink.send(message) : undefined
      case 'exit':
      case 'error':
        sink.send(message)
        return sink.ended()
      case 'started':
      case 'phase':
      case 'case':
      case 'gap':
        sink.send(message)
    }
  }

  #sendOutput(sink: RunSink, channel: OutputChannel, offset: number, bytes: Uint8Array): void {
    this.#sent[channel] = Math.max(this.#sent[channel], offset + bytes.length)
    const { message, release } = this.#frames.encode(channel, offset, bytes)
    sink.sendBytes(message, () => {
      release()
      if (!this.#resumable) this.#run.consumed(bytes.length)
    })
  }

  #acknowledgeStdin(): void {
    const { stdinTaken } = this.#log
    if (stdinTaken === this.#stdinAcknowledged) return
    this.#stdinAcknowledged = stdinTaken
    this.#sink?.send({ type: 'stdin-ack', offset: stdinTaken })
  }

  #finish(): void {
    this.#stopGrace()
    if (this.#resumable) this.#keeping.ended()
    else this.#keeping.forget()
  }

  #stopGrace(): void {
    if (this.#grace !== null) clearTimeout(this.#grace)
    this.#grace = null
  }
}
