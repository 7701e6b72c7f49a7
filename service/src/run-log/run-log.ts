import {
  type OutputChannel,
  type PhaseName,
  type RunEvent,
  type RunResult,
  type TimelineEntry,
  toBytes,
} from '@sandrun/shared'
import { Followers } from './followers.ts'
import { isSeen, LogEntries, type LogEntry, type Piece } from './log-entries.ts'
import { BEGINNING, type LogEvent, type Milestone, type Position, type EventStamp, toRunEvent } from './log-event.ts'
import { LogOutput, type PhaseOutput } from './log-output.ts'
import { type RunLogSettings, SETTINGS } from './run-log-settings.ts'

/** Bytes of output in `events`, from the beginning and from the end. */
const EXPORTED_BYTES = 256 * 1024

const CHANNELS = ['stdout', 'stderr'] as const

/** An event, and the position after it. */
interface Step {
  event: LogEvent
  position: Position
}

/**
 * The events of one run, in order and with times: the only place for its output. Its memory is bounded: a long
 * output loses its middle, and a reader gets a gap. Readers pass a position and take the next event when they can, so a
 * slow one costs nothing.
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

  /** The log of an ended run, from its `events`. */
  static of(events: readonly RunEvent[]): RunLog {
    const log = new RunLog()
    log.restore(events)
    return log
  }

  /** Adds the `events` of a run that has ended elsewhere. */
  restore(events: readonly RunEvent[]): void {
    for (const event of events) this.#restore(event)
    this.#followers.wake()
  }

  get state(): 'queued' | 'running' | 'ended' {
    return this.#state
  }

  /** Whether no more events will follow. */
  get ended(): boolean {
    return this.#state === 'ended'
  }

  /** Its result; null for a run that has not ended, or never began. */
  get result(): RunResult | null {
    return this.#result
  }

  /** Bytes of kept output. */
  get size(): number {
    return this.#output.size
  }

  /** How much of its stdin the program has taken, or has shown not to want. */
  get stdinTaken(): number {
    return this.#stdinTaken
  }

  tookStdin(bytes: number): void {
    this.#stdinTaken += bytes
    this.#followers.wake()
  }

  /** Whether the program waits for input, as far as the log knows. */
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

  /** The place for the next phase's output, with `limitBytes` of each channel for its result. */
  beginPhase(limitBytes: number): PhaseOutput {
    return this.#output.begin(limitBytes)
  }

  /** Adds output of the current phase. Copies the bytes once. */
  appendOutput(channel: OutputChannel, bytes: Uint8Array): void {
    const offset = this.#output.append(channel, bytes)
    this.#push({ channel, phase: this.#phase, offset, length: bytes.length })
    this.#entries.drop((piece) => this.#output.keeping(piece))
  }

  /** The offset after the last byte of a channel. */
  end(channel: OutputChannel): number {
    return this.#output.end(channel)
  }

  /** The next event after a position, and the position after it; null when there is none yet. */
  next(position: Position): Step | null {
    let entry = this.#entries.after(position.order)
    // Skip what a returning reader has already seen.
    while (entry !== undefined && isSeen(entry, position)) entry = this.#entries.after(entry.order)
    if (entry === undefined) return null
    const { order, atMs, what } = entry
    if ('type' in what) {
      return (
        this.#missingBefore(entry, position) ?? { event: { ...what, order, atMs }, position: { ...position, order } }
      )
    }
    const { channel, offset, length, bytes } = what
    // Pieces are dropped before their bytes, so a missing one may still be readable.
    if (offset > position[channel]) return this.#give(channel, offset, { order: position.order, atMs }, position)
    if (bytes === undefined) return this.#give(channel, offset + length, entry, position)
    const rest = bytes.subarray(position[channel] - offset)
    const event: LogEvent = { type: 'output', channel, offset: position[channel], bytes: rest, order, atMs }
    return { event, position: { ...position, order, [channel]: offset + length } }
  }

  /**
   * The position for a reader of another process's log of the same run: its output has the same bytes there, but its
   * events may have other orders.
   */
  rejoined(position: Position): Position {
    return { ...position, order: Math.min(position.order, this.#entries.beforeUnread(position)) }
  }

  /** All kept events, for `RunLog.of`; of a long output the beginning and the end. */
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

  /** The `events` as they will be after this last one is appended, to store them before it is reported. */
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

  /** Resolves at the next append. */
  changed(): Promise<void> {
    return this.#followers.changed()
  }

  /** Calls back after every append, until the returned function is called. */
  follow(wake: () => void): () => void {
    return this.#followers.follow(wake)
  }

  /** Output whose piece was dropped, with no later piece to reveal it: the end is the last event. */
  #missingBefore({ what, atMs }: LogEntry, position: Position): Step | null {
    if (!('type' in what) || (what.type !== 'exit' && what.type !== 'error')) return null
    const channel = CHANNELS.find((one) => position[one] < this.end(one))
    return channel === undefined
      ? null
      : this.#give(channel, this.end(channel), { order: position.order, atMs }, position)
  }

  /** Output from a reader's position up to an offset, or part of it, or a gap. The last part gets the entry's order. */
  #give(channel: OutputChannel, to: number, { order, atMs }: EventStamp, position: Position): Step {
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

  /** Rounded to a hundredth of a millisecond. */
  #elapsed(): number {
    return this.#startedAt === null ? 0 : Math.round((this.#settings.now() - this.#startedAt) * 100) / 100
  }
}
