import type { Waiting } from '../../ports/scheduler.ts'

interface Line<T> {
  /** In the order of arrival, interactive ones before batch. */
  interactive: Entry<T>[]
  batch: Entry<T>[]
}

interface Entry<T> {
  item: T
  arrival: number
}

/** How many more of its runs an owner may have running. */
export type Room<T> = (item: T) => number

/**
 * Serves owners in turn: the first of each, then the second of each, and so on, so that a hundred of one delay another's
 * one by no more than one. This is start-time fair queueing (Goyal, Vin, Cheng 1996) with every run of the same
 * length: each has a round, rounds are served in order, and a newcomer joins in the round that goes on. In a round,
 * interactive ones come before batch, and then who came first.
 */
export class FairQueue<T extends Waiting> {
  readonly #lines = new Map<string, Line<T>>()
  /** The round each owner was last served in, kept while that can still matter. */
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

  /** The one to be served next; null when all who wait belong to owners without room. */
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

  /** It has been served. */
  take(item: T): void {
    const round = this.#roundOf(item.owner)
    this.remove(item)
    this.#served.set(item.owner, round)
    if (round === this.#round) return
    this.#round = round
    for (const [owner, last] of this.#served) if (last < round) this.#served.delete(owner)
  }

  /** It waits no more; false when it did not. */
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

  /** All who wait in the order they would be served in, if nobody else came; those without room come last. */
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
