import { timingSafeEqual } from 'node:crypto'
import {
  type OutputChannel,
  RESUME_GRACE_MS,
  SandrunError,
  type SignalName,
  STDIN_WINDOW_BYTES,
  type TerminalSize,
} from '@sandrun/shared'
import type { LiveRun, LiveOptions, Offsets, RunSink } from '../../ports/live-run.ts'
import type { RunHandle } from '../../ports/run-host.ts'
import { outputSize } from '../../model/usage.ts'
import { BEGINNING, type LogEvent } from '../../run-log/log-event.ts'
import { readLog } from '../../run-log/read-log.ts'
import type { RunLog } from '../../run-log/run-log.ts'
import { FramePool } from './frame-pool.ts'

/** Keeps a run in the list of runs that clients can find again. */
export interface RunKeeping {
  /** The run has ended; its client may not have seen all of it. */
  ended(): void
  /** Nobody needs the run any more. */
  forget(): void
}

const CHANNELS = ['stdout', 'stderr'] as const

/** A run that clients follow, one after another. */
export class FollowedRun implements LiveRun {
  /** Id of the run's principal. */
  readonly owner: string
  readonly id: string
  readonly #resumeToken: string
  /** Null once it has ended: the handle holds the program, and an ended run is kept for a while. */
  #run: RunHandle | null
  readonly #log: RunLog
  readonly #resumable: boolean
  readonly #keeping: RunKeeping
  readonly #frames = new FramePool()
  #sink: RunSink | null = null
  #stopReading = (): void => {}
  /** How far output was sent to a client, and how far a client has acknowledged it. */
  readonly #sent: Offsets = { stdout: 0, stderr: 0 }
  #acknowledged: Offsets = { stdout: 0, stderr: 0 }
  #stdinReceived = 0
  #stdinAcknowledged = 0
  #stdinEnded = false
  /** The last state that the client has received. */
  #waiting = false
  #grace: NodeJS.Timeout | null = null

  constructor({ owner, run, log, finished, resumable }: LiveOptions, keeping: RunKeeping) {
    this.owner = owner
    this.#resumable = resumable
    this.#keeping = keeping
    this.id = run.id
    this.#resumeToken = run.resumeToken
    this.#run = run
    this.#log = log
    log.follow(() => {
      this.#acknowledgeStdin()
      this.#tellWaiting()
    })
    const ended = (): void => this.#finish()
    finished.then(ended, ended)
  }

  /** Its approximate size in memory, in bytes. */
  get size(): number {
    return this.#log.size + (this.#log.result === null ? 0 : outputSize(this.#log.result))
  }

  isToken(token: string): boolean {
    const [given, own] = [Buffer.from(token), Buffer.from(this.#resumeToken)]
    return this.#resumable && given.length === own.length && timingSafeEqual(given, own)
  }

  open(sink: RunSink): void {
    this.#sink = sink
    sink.send({ type: 'accepted', runId: this.id, resumeToken: this.#resumeToken })
    this.#acknowledgeStdin()
    this.#stopReading = readLog(this.#log, (event) => this.#tell(sink, event))
  }

  attach(sink: RunSink, seen: Offsets): void {
    if (!this.acknowledge(seen)) {
      throw new SandrunError('protocol-violation', 'The client acknowledged output that the service never sent.')
    }
    this.#stopGrace()
    this.#stopReading()
    this.#sink?.takenOver()
    this.#sink = sink
    sink.send({ type: 'attached', state: this.#log.state, stdinOffset: this.#stdinReceived })
    sink.send({ type: 'stdin-ack', offset: this.#log.stdinTaken })
    this.#stopReading = readLog(this.#log, (event) => this.#tell(sink, event), { ...BEGINNING, ...seen })
    // A new client does not know the state.
    this.#waiting = false
    this.#tellWaiting()
  }

  detach(sink: RunSink): void {
    if (this.#sink !== sink) return
    this.#sink = null
    if (!this.#resumable) return this.cancel()
    this.#stopReading()
    if (this.#log.ended) return
    this.#grace = setTimeout(() => this.cancel(), RESUME_GRACE_MS)
    this.#grace.unref()
  }

  acknowledge(seen: Offsets): boolean {
    if (CHANNELS.some((channel) => seen[channel] > this.#sent[channel])) return false
    const before = this.#acknowledged
    this.#acknowledged = {
      stdout: Math.max(before.stdout, seen.stdout),
      stderr: Math.max(before.stderr, seen.stderr),
    }
    const bytes = this.#acknowledged.stdout + this.#acknowledged.stderr - before.stdout - before.stderr
    if (this.#resumable && bytes > 0) this.#run?.consumed(bytes)
    if (this.#log.ended && CHANNELS.every((channel) => this.#acknowledged[channel] === this.#log.end(channel))) {
      this.#keeping.forget()
    }
    return true
  }

  receiveStdin(sequence: number, bytes: Uint8Array): void {
    if (sequence !== this.#stdinReceived % 2 ** 32)
      throw new SandrunError('protocol-violation', 'Bytes of stdin are missing.')
    this.#stdinReceived += bytes.length
    if (this.#stdinReceived - this.#log.stdinTaken > STDIN_WINDOW_BYTES) {
      throw new SandrunError('protocol-violation', 'The client sent more stdin than the window allows.')
    }
    this.#run?.writeStdin(bytes)
  }

  endStdin(): void {
    if (this.#stdinEnded) return
    this.#stdinEnded = true
    this.#run?.endStdin()
  }

  signal(name: SignalName): void {
    this.#run?.signal(name)
  }

  resize(size: TerminalSize): void {
    this.#run?.resize(size)
  }

  cancel(): void {
    this.#run?.cancel()
  }

  #tell(sink: RunSink, event: LogEvent): void {
    const { order: _order, atMs: _atMs, ...message } = event
    switch (message.type) {
      case 'output':
        return this.#sendOutput(sink, message.channel, message.offset, message.bytes)
      case 'queued':
        // An old place in the queue is useless to a client that reconnects later.
        return message.for === 'compiler' || this.#log.state === 'queued' ? sink.send(message) : undefined
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
      if (!this.#resumable) this.#run?.consumed(bytes.length)
    })
  }

  #acknowledgeStdin(): void {
    const { stdinTaken } = this.#log
    if (this.#sink === null || stdinTaken === this.#stdinAcknowledged) return
    this.#stdinAcknowledged = stdinTaken
    this.#sink.send({ type: 'stdin-ack', offset: stdinTaken })
  }

  #tellWaiting(): void {
    const { waiting, ended } = this.#log
    if (this.#sink === null || ended || waiting === this.#waiting) return
    this.#waiting = waiting
    this.#sink.send({ type: 'waiting', waiting })
  }

  #finish(): void {
    this.#run = null
    this.#stopGrace()
    if (this.#resumable) this.#keeping.ended()
    else this.#keeping.forget()
  }

  #stopGrace(): void {
    if (this.#grace !== null) clearTimeout(this.#grace)
    this.#grace = null
  }
}
