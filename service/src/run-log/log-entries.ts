import type { OutputChannel, PhaseName } from '@sandrun/shared'
import type { Milestone, Position, EventStamp } from './log-event.ts'

/** Output that came at once. */
export interface Piece {
  channel: OutputChannel
  phase: PhaseName
  offset: number
  length: number
  /** Only in a stored log, which has its output in its pieces. */
  bytes?: Uint8Array
}

export interface LogEntry extends EventStamp {
  what: Milestone | Piece
}

/** How long the bytes of a piece are kept. */
export type PieceRetention = 'always' | 'now' | 'no'

const isPiece = (entry: LogEntry): entry is LogEntry & { what: Piece } => !('type' in entry.what)

/** Whether a reader at this position has the whole piece. */
export function isSeen({ what }: LogEntry, position: Position): boolean {
  return !('type' in what) && what.offset + what.length <= position[what.channel]
}

/** The entries of a log, in order. Every milestone stays; of many pieces of output, the middle ones are dropped. */
export class LogEntries {
  readonly #entries: LogEntry[] = []
  readonly #maxPieces: number
  /** The first entry that may be dropped: all before it stay. */
  #droppable = 0
  #order = 0

  /** `maxPieces`: pieces to keep at the beginning and at the end, however small they are. */
  constructor(maxPieces: number) {
    this.#maxPieces = maxPieces
  }

  /** The order of the next entry. */
  get next(): number {
    return this.#order + 1
  }

  push(entry: Omit<LogEntry, 'order'>, order = this.next): void {
    this.#order = order
    this.#entries.push({ ...entry, order })
  }

  /** The first entry after an order: bisects, because some orders are missing. */
  after(order: number): LogEntry | undefined {
    let [low, high] = [0, this.#entries.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#entries[middle]?.order ?? 0) > order) high = middle
      else low = middle + 1
    }
    return this.#entries[low]
  }

  /** The order before the first piece that a reader at this position lacks; without such a piece, before the last entry. */
  beforeUnread(position: Position): number {
    const unread = this.pieces().find((piece) => !isSeen(piece, position)) ?? this.#entries.at(-1)
    return unread === undefined ? 0 : unread.order - 1
  }

  pieces(): (LogEntry & { what: Piece })[] {
    return this.#entries.filter(isPiece)
  }

  /** Drops the oldest pieces whose bytes are gone, and those beyond `maxPieces`. */
  drop(keepingOf: (piece: Piece) => PieceRetention): void {
    for (;;) {
      const entry = this.#entries[this.#droppable]
      if (entry === undefined) return
      const keeping = isPiece(entry) ? keepingOf(entry.what) : 'always'
      if (!isPiece(entry) || (keeping === 'always' && this.#droppable < this.#maxPieces)) {
        this.#droppable++
        continue
      }
      if (keeping !== 'no' && this.#entries.length - this.#droppable <= this.#maxPieces) return
      this.#entries.splice(this.#droppable, 1)
    }
  }
}
