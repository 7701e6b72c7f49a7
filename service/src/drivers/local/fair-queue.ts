import type { Waiting } from '../../ports/scheduler.ts'

interface Line<T> {
  /** In order of arrival; interactive runs are served before batch runs. */
  interactive: Entry<T>[]
  batch: Entry<T>[]
}

interface Entry<T> {
  item: T
  arrival: number
}

/** How many more runs the item's owner may start. */
export type Room<T> = (item: T) => number

/**
 * Serves owners in turn: the first run of each, then the second of each, and so on. A hundred runs of one owner delay
 * another owner's run by at most one. This is start-time fair queueing (Goyal, Vin, Cheng 1996) with runs of equal
 * length: each run has a round, rounds are served in order, and a new owner joins the current round. Within a round,
 * interactive runs come before batch runs, and then the order of arrival counts.
 */
export class FairQueue<T extends Waiting> {
  readonly #lines = new Map<string, Line<T>>()
  /** The round in which each owner was last served, kept while it can still matter. */
  readonly #served = new Map<string, number>()
  #round = 0
  #arrivals = 0
  #size = 0

  get size(): number {
    return this.#size
  }

  countOf(owner: string): number {
    const line = this.#lines.get(owner)
    return line === undefined ? 0 : line.interactive.length + line.batch.length
  }

  push(item: T): void {
    const line = this.#lines.get(item.owner) ?? { interactive: [], batch: [] }
    this.#lines.set(item.owner, line)
    line[kindOf(item)].push({ item, arrival: this.#arrivals++ })
    this.#size++
  }

  /** The item to serve next; null when no waiting item's owner has room. */
  next(room: Room<T>): T | null {
    let best: Ranked<T> | null = null
    for (const [owner, { interactive, batch }] of this.#lines) {
      const entry = interactive[0] ?? batch[0]
      if (entry === undefined || room(entry.item) <= 0) continue
      const ranked = { entry, round: this.#roundOf(owner), blocked: false }
      if (best === null || precedes(ranked, best)) best = ranked
    }
    return best?.entry.item ?? null
  }

  /** Removes an item to serve it. */
  take(item: T): void {
    const round = this.#roundOf(item.owner)
    this.remove(item)
    this.#served.set(item.owner, round)
    if (round === this.#round) return
    this.#round = round
    for (const [owner, last] of this.#served) if (last < round) this.#served.delete(owner)
  }

  /** Removes a waiting item; false when it was not waiting. */
  remove(item: T): boolean {
    const line = this.#lines.get(item.owner)
    const kind = line?.[kindOf(item)] ?? []
    const at = kind.findIndex((entry) => entry.item === item)
    if (at === -1) return false
    kind.splice(at, 1)
    this.#size--
    if (this.countOf(item.owner) === 0) this.#lines.delete(item.owner)
    return true
  }

  /** All waiting items in the order of service if no others arrive; those without room come last. */
  order(room: Room<T>): T[] {
    const lines = [...this.#lines].map(([owner, { interactive, batch }]) => {
      const entries = [...interactive, ...batch]
      const [first] = entries
      return { entries, round: this.#roundOf(owner), room: first === undefined ? 0 : room(first.item) }
    })
    const order: T[] = []
    while (order.length < this.#size) {
      const heads = lines.flatMap((line) => {
        const [entry] = line.entries
        return entry === undefined ? [] : [{ line, entry, round: line.round, blocked: line.room <= 0 }]
      })
      const first = heads.reduce((best, head) => (precedes(head, best) ? head : best))
      first.line.entries.shift()
      first.line.round++
      first.line.room--
      order.push(first.entry.item)
    }
    return order
  }

  #roundOf(owner: string): number {
    const served = this.#served.get(owner)
    return served === undefined ? this.#round : Math.max(this.#round, served + 1)
  }
}

interface Ranked<T> {
  entry: Entry<T>
  round: number
  blocked: boolean
}

function precedes<T extends Waiting>(a: Ranked<T>, b: Ranked<T>): boolean {
  if (a.blocked !== b.blocked) return b.blocked
  if (a.round !== b.round) return a.round < b.round
  if (a.entry.item.interactive !== b.entry.item.interactive) return a.entry.item.interactive
  return a.entry.arrival < b.entry.arrival
}

function kindOf({ interactive }: Waiting): 'interactive' | 'batch' {
  return interactive ? 'interactive' : 'batch'
}
