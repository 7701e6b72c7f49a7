interface Event {
  at: number
  happen: () => void
}

/** What will happen, by time: a binary heap. What comes at the same time happens in the order of its arrival. */
export class Events {
  readonly #heap: (Event & { turn: number })[] = []
  #turns = 0
  #now = 0

  get now(): number {
    return this.#now
  }

  after(delay: number, happen: () => void): void {
    const heap = this.#heap
    const event = { at: this.#now + delay, turn: this.#turns++, happen }
    let at = heap.length
    heap.push(event)
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = heap[parent]
      if (above === undefined || !isBefore(event, above)) break
      heap[at] = above
      at = parent
    }
    heap[at] = event
  }

  /** Lets everything happen up to this time. */
  runUntil(end: number): void {
    for (let [next] = this.#heap; next !== undefined && next.at <= end; [next] = this.#heap) {
      this.#removeFirst()
      this.#now = next.at
      next.happen()
    }
    this.#now = end
  }

  #removeFirst(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    let at = 0
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]]
      if (left === undefined) break
      const isRight = right !== undefined && isBefore(right, left)
      const child = isRight ? right : left
      if (!isBefore(child, last)) break
      heap[at] = child
      at = 2 * at + (isRight ? 2 : 1)
    }
    heap[at] = last
  }
}

const isBefore = (one: { at: number; turn: number }, other: { at: number; turn: number }): boolean =>
  one.at < other.at || (one.at === other.at && one.turn < other.turn)
