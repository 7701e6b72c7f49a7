import {
  fromBytes,
  type OutputChannel,
  type PhaseName,
  type RunEvent,
  type ServerMessage,
  type TimelineEntry,
  toBytes,
} from '@sandrun/shared'
import { OutputRing } from './output-ring.ts'

/** The messages of a run that are no output. */
export type Milestone = Extract<ServerMessage, { type: 'queued' | 'started' | 'phase' | 'case' | 'exit' | 'error' }>

/** Up to where a reader has seen a run: the order of the last event, and the offsets that are its next. */
export interface Position extends Record<OutputChannel, number> {
  order: number
}

export const BEGINNING: Position = { order: 0, stdout: 0, stderr: 0 }

export interface EventLogLimits {
  /** Output that is kept from the beginning, and from the end, in bytes. */
  headBytes: number
  tailBytes: number
  /** Pieces of output that are kept on either side, however small. */
  maxPieces: number
}

const LIMITS: EventLogLimits = { headBytes: 256 * 1024, tailBytes: 256 * 1024, maxPieces: 4096 }

interface Piece {
  channel: OutputChannel
  phase: PhaseName
  offset: number
  length: number
  /** A copy of its own, or its place in the ring. */
  bytes: Uint8Array | number
}

interface Entry {
  order: number
  atMs: number
  what: Milestone | Piece
}

const isPiece = (what: Milestone | Piece): what is Piece => 'bytes' in what

/**
 * What happened to one run, in order and with times. Its memory is bounded: of more output than the limits, the middle
 * is dropped, and a reader is told of the gap. Readers come with a position and take the next event when they can; a
 * slow one costs nothing.
 */
export class EventLog {
  readonly #limits: EventLogLimits
  readonly #now: () => number
  readonly #entries: Entry[] = []
  readonly #offsets: Record<OutputChannel, number> = { stdout: 0, stderr: 0 }
  #ring: OutputRing | null = null
  #headBytes = 0
  /** The first entry that may be dropped: the head and the milestones after it lie before. */
  #droppable = 0
  #startedAt: number | null = null
  #phase: PhaseName = 'run'
  #order = 0
  #ended = false
  #change = Promise.withResolvers<void>()

  constructor(limits: EventLogLimits = LIMITS, now: () => number = () => performance.now()) {
    this.#limits = limits
    this.#now = now
  }

  /** The log of a run that has ended, as `events` gave it. */
  static of(events: readonly RunEvent[]): EventLog {
    const log = new EventLog()
    for (const event of events) log.#restore(event)
    return log
  }

  /** Whether nothing will follow. */
  get ended(): boolean {
    return this.#ended
  }

  /** Bytes of output held. */
  get size(): number {
    return this.#headBytes + (this.#ring?.size ?? 0)
  }

  /** `exit` and `error` are the last. */
  append(message: Milestone): void {
    if (message.type === 'started') this.#startedAt = this.#now()
    if (message.type === 'phase') this.#phase = message.name
    this.#ended = message.type === 'exit' || message.type === 'error'
    this.#push(message)
  }

  /** The bytes are copied. */
  appendOutput(channel: OutputChannel, bytes: Uint8Array): void {
    const { headBytes, tailBytes, maxPieces } = this.#limits
    const offset = this.#offsets[channel]
    this.#offsets[channel] += bytes.length
    const piece = { channel, phase: this.#phase, offset, length: bytes.length }
    if (this.#ring === null && this.#headBytes + bytes.length <= headBytes && this.#entries.length < maxPieces) {
      this.#headBytes += bytes.length
      return this.#push({ ...piece, bytes: bytes.slice() })
    }
    if (this.#ring === null) {
      this.#ring = new OutputRing(tailBytes)
      this.#droppable = this.#entries.length
    }
    const kept = bytes.subarray(-tailBytes)
    const skipped = bytes.length - kept.length
    this.#push({ ...piece, offset: offset + skipped, length: kept.length, bytes: this.#ring.append(kept) })
    this.#drop(this.#ring)
  }

  /** The next event after a position and the position after it, or null when there is none yet. */
  next(position: Position): { event: RunEvent; position: Position } | null {
    const entry = this.#entries[this.#firstAfter(position.order)]
    if (entry === undefined) return null
    const { order, atMs, what } = entry
    if (!isPiece(what)) return { event: { ...what, order, atMs }, position: { ...position, order } }
    const { channel, offset, length } = what
    if (offset > position[channel]) {
      const gap = { type: 'gap', channel, from: position[channel], to: offset, order: position.order, atMs } as const
      return { event: gap, position: { ...position, [channel]: offset } }
    }
    const content = fromBytes(this.#read(what))
    return {
      event: { type: 'output', channel, offset, content, order, atMs },
      position: { ...position, order, [channel]: offset + length },
    }
  }

  /** Everything that is kept, for `EventLog.of`. */
  events(): RunEvent[] {
    const events: RunEvent[] = []
    let next = this.next(BEGINNING)
    while (next !== null) {
      if (next.event.type !== 'gap') events.push(next.event)
      next = this.next(next.position)
    }
    return events
  }

  /** Which bytes came when, as far as they are kept. */
  timeline(): TimelineEntry[] {
    return this.#entries.flatMap(({ order, atMs, what }) =>
      isPiece(what)
        ? [{ order, atMs, phase: what.phase, channel: what.channel, offset: what.offset, length: what.length }]
        : [],
    )
  }

  /** Resolves when something has been appended. */
  changed(): Promise<void> {
    return this.#change.promise
  }

  #restore(event: RunEvent): void {
    const { order, atMs } = event
    if (event.type === 'gap') return
    if (event.type === 'output') {
      const { channel, offset, content } = event
      const bytes = toBytes(content)
      this.#entries.push({ order, atMs, what: { channel, phase: this.#phase, offset, length: bytes.length, bytes } })
      return
    }
    if (event.type === 'phase') this.#phase = event.name
    this.#ended = event.type === 'exit' || event.type === 'error'
    this.#entries.push({ order, atMs, what: event })
  }

  #push(what: Milestone | Piece): void {
    this.#order++
    this.#entries.push({ order: this.#order, atMs: this.#elapsed(), what })
    this.#change.resolve()
    this.#change = Promise.withResolvers()
  }

  /** To the hundredth of a millisecond. */
  #elapsed(): number {
    return this.#startedAt === null ? 0 : Math.round((this.#now() - this.#startedAt) * 100) / 100
  }

  /** Lets go of the oldest output that the ring has overwritten, and of pieces beyond their number. */
  #drop(ring: OutputRing): void {
    for (;;) {
      const what = this.#entries[this.#droppable]?.what
      if (what === undefined) return
      if (!isPiece(what)) {
        this.#droppable++
        continue
      }
      const isTooMany = this.#entries.length - this.#droppable > this.#limits.maxPieces
      if (typeof what.bytes !== 'number' || (ring.holds(what.bytes) && !isTooMany)) return
      this.#entries.splice(this.#droppable, 1)
    }
  }

  #read({ bytes, length }: Piece): Uint8Array {
    if (typeof bytes !== 'number') return bytes
    return this.#ring?.read(bytes, length) ?? new Uint8Array()
  }

  /** Entries are in order, some orders missing: bisects. */
  #firstAfter(order: number): number {
    let [low, high] = [0, this.#entries.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#entries[middle]?.order ?? 0) > order) high = middle
      else low = middle + 1
    }
    return low
  }
}
