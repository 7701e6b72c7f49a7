import {
  type OutputChannel,
  type PhaseName,
  type RunEvent,
  type RunResult,
  type TimelineEntry,
  toBytes,
} from '@sandrun/shared'
import { Followers } from './followers.ts'
import { OUTPUT_CREDIT_BYTES } from './output-credit.ts'
import { isSeen, LogEntries, type LogEntry, type Piece } from './log-entries.ts'
import { BEGINNING, type LogEvent, type Milestone, type Position, type Stamp, toRunEvent } from './log-event.ts'
import { LogOutput, type PhaseOutput } from './log-output.ts'

/** What `events` has of the beginning and of the end of a run's output, in bytes. */
const EXPORTED_BYTES = 256 * 1024

const CHANNELS = ['stdout', 'stderr'] as const

export interface RunLogSettings {
  /** The last bytes of a channel that stay for a reader who lags behind: what a program may write unread. */
  lagBytes: number
  /** Pieces of output that are told apart at the beginning and at the end, however small they are. */
  maxPieces: number
  /** Milliseconds, by a clock that never jumps. */
  now: () => number
}

const SETTINGS: RunLogSettings = { lagBytes: OUTPUT_CREDIT_BYTES, maxPieces: 4096, now: () => performance.now() }

/** An event, and the position after it. */
interface Step {
  event: LogEvent
  position: Position
}

/**
 * What happens to one run, in order and with times: the one place its output is kept. Its memory is bounded: of much
 * output the middle is dropped, and a reader is told of the gap. Readers come with a position and take the next event
 * when they can; a slow one costs nothing.
 */
export class RunLog {
  readonly #settings: RunLogSettings
  readonly #entries: LogEntries
  readonly #output: LogOutput
  readonly #followers = new Followers()
  #phase: PhaseName = 'run'
  #startedAt: number | null = null
  #state: 'queued' | 'running' | 'ended' = 'queued'
  #stdinTaken = 0
  #waiting = false
  #result: RunResult | null = null

  constructor(settings: Partial<RunLogSettings> = {}) {
    this.#settings = { ...SETTINGS, ...settings }
    this.#entries = new LogEntries(this.#settings.maxPieces)
    this.#output = new LogOutput(this.#settings.lagBytes)
  }

  /** The log of a run that has ended, as `events` gave it. */
  static of(events: readonly RunEvent[]): RunLog {
    const log = new RunLog()
    for (const event of events) log.#restore(event)
    return log
  }

  get state(): 'queued' | 'running' | 'ended' {
    return this.#state
  }

  /** Whether nothing will follow. */
  get ended(): boolean {
    return this.#state === 'ended'
  }

  /** What it ended with; null for a run that goes on, or never began. */
  get result(): RunResult | null {
    return this.#result
  }

  /** Bytes of output held. */
  get size(): number {
    return this.#output.size
  }

  /** Up to where the program has taken its stdin, or has been seen not to want it. */
  get stdinTaken(): number {
    return this.#stdinTaken
  }

  tookStdin(bytes: number): void {
    this.#stdinTaken += bytes
    this.#followers.wake()
  }

  /** Whether the program waits for input, as far as that is known. */
  get waiting(): boolean {
    return this.#waiting
  }

  noteWaiting(is: boolean): void {
    this.#waiting = is
    this.#followers.wake()
  }

  /** `exit` and `error` are the last. */
  append(message: Milestone): void {
    if (message.type === 'started') this.#startedAt = this.#settings.now()
    this.#note(message)
    this.#push(message)
  }

  /** Where the output of the next phase goes, `limitBytes` of each channel for its result. */
  beginPhase(limitBytes: number): PhaseOutput {
    return this.#output.begin(limitBytes)
  }

  /** Output of the phase that began last. The bytes are copied, once. */
  appendOutput(channel: OutputChannel, bytes: Uint8Array): void {
    const offset = this.#output.append(channel, bytes)
    this.#push({ channel, phase: this.#phase, offset, length: bytes.length })
    this.#entries.drop((piece) => this.#output.keeping(piece))
  }

  /** The offset after the last byte of a channel. */
  end(channel: OutputChannel): number {
    return this.#output.end(channel)
  }

  /** The next event after a position and the position after it, or null when there is none yet. */
  next(position: Position): Step | null {
    let entry = this.#entries.after(position.order)
    // What a reader who comes back has seen already.
    while (entry !== undefined && isSeen(entry, position)) entry = this.#entries.after(entry.order)
    if (entry === undefined) return null
    const { order, atMs, what } = entry
    if ('type' in what) {
      return (
        this.#missingBefore(entry, position) ?? { event: { ...what, order, atMs }, position: { ...position, order } }
      )
    }
    const { channel, offset, length, bytes } = what
    // Pieces are dropped before their bytes are, so a missing one may still be given.
    if (offset > position[channel]) return this.#give(channel, offset, { order: position.order, atMs }, position)
    if (bytes === undefined) return this.#give(channel, offset + length, entry, position)
    const rest = bytes.subarray(position[channel] - offset)
    const event: LogEvent = { type: 'output', channel, offset: position[channel], bytes: rest, order, atMs }
    return { event, position: { ...position, order, [channel]: offset + length } }
  }

  /** Everything that is kept, for `RunLog.of`; of a long output the beginning and the end. */
  events(): RunEvent[] {
    const total = this.end('stdout') + this.end('stderr')
    const events: RunEvent[] = []
    let passed = 0
    for (let next = this.next(BEGINNING); next !== null; next = this.next(next.position)) {
      const { event } = next
      if (event.type === 'gap') passed += event.to - event.from
      else if (event.type !== 'output') events.push(toRunEvent(event))
      else {
        passed += event.bytes.length
        if (passed <= EXPORTED_BYTES || passed > total - EXPORTED_BYTES) events.push(toRunEvent(event))
      }
    }
    return events
  }

  /** What `events` will give once this, the last of it, is appended: for what has to be stored before anybody hears of it. */
  eventsWith(last: Milestone): RunEvent[] {
    return [...this.events(), toRunEvent({ ...last, order: this.#entries.next, atMs: this.#elapsed() })]
  }

  /** Which bytes came when, as far as they are kept. */
  timeline(): TimelineEntry[] {
    return this.#entries.pieces().map(({ order, atMs, what: { phase, channel, offset, length } }) => ({
      order,
      atMs,
      phase,
      channel,
      offset,
      length,
    }))
  }

  /** Resolves when something has been appended. */
  changed(): Promise<void> {
    return this.#followers.changed()
  }

  /** Calls back after everything that is appended, until the returned function is called. */
  follow(wake: () => void): () => void {
    return this.#followers.follow(wake)
  }

  /** Output whose piece was dropped, and which no later piece leads to: nothing comes after the end. */
  #missingBefore({ what, atMs }: LogEntry, position: Position): Step | null {
    if (!('type' in what) || (what.type !== 'exit' && what.type !== 'error')) return null
    const channel = CHANNELS.find((one) => position[one] < this.end(one))
    return channel === undefined
      ? null
      : this.#give(channel, this.end(channel), { order: position.order, atMs }, position)
  }

  /** Output from a reader's position up to an offset, or some of it, or a gap. The last of it takes the entry's order. */
  #give(channel: OutputChannel, to: number, { order, atMs }: Stamp, position: Position): Step {
    const from = position[channel]
    const { bytes, until } = this.#output.read(channel, from, to)
    const stamp = { order: until === to && bytes !== null ? order : position.order, atMs }
    const after = { ...position, order: stamp.order, [channel]: until }
    if (bytes === null) return { event: { type: 'gap', channel, from, to: until, ...stamp }, position: after }
    return { event: { type: 'output', channel, offset: from, bytes, ...stamp }, position: after }
  }

  #restore(event: RunEvent): void {
    if (event.type === 'gap') return
    const { order, atMs } = event
    if (event.type === 'output') {
      const { channel, offset, content } = event
      const bytes = toBytes(content)
      const piece = { channel, phase: this.#phase, offset, length: bytes.length, bytes }
      return this.#entries.push({ atMs, what: piece }, order)
    }
    this.#note(event)
    this.#entries.push({ atMs, what: event }, order)
  }

  #note(message: Milestone): void {
    if (message.type === 'phase') this.#phase = message.name
    if (message.type === 'started') this.#state = 'running'
    if (message.type === 'exit') this.#result = message.result
    if (message.type === 'exit' || message.type === 'error') this.#state = 'ended'
  }

  #push(what: Milestone | Piece): void {
    this.#entries.push({ atMs: this.#elapsed(), what })
    this.#followers.wake()
  }

  /** To the hundredth of a millisecond. */
  #elapsed(): number {
    return this.#startedAt === null ? 0 : Math.round((this.#settings.now() - this.#startedAt) * 100) / 100
  }
}
