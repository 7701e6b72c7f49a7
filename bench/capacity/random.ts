/** Numbers that are the same for the same seed (mulberry32). */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** At least 0, below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** A time that does not depend on how long one has waited for its end. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next())
  }

  of(choices: readonly number[]): number {
    return choices[Math.floor(this.next() * choices.length)] ?? NaN
  }
}
