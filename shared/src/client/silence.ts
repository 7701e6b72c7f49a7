/** So many heartbeats may fail to come. */
const MISSED = 3

/** Notices a connection on which nothing comes any more, though nobody has ended it. */
export class Silence {
  readonly #fell: () => void
  #timer: ReturnType<typeof setInterval> | null = null
  #missed = 0

  /** `fell` is called once for each `watch`, when three heartbeats have not come. */
  constructor(fell: () => void) {
    this.#fell = fell
  }

  /** Watches from now on. Undefined: nothing is promised, and any silence will do. In milliseconds. */
  watch(heartbeatMs: number | undefined): void {
    this.stop()
    if (heartbeatMs === undefined) return
    this.#missed = 0
    this.#timer = setInterval(() => {
      this.#missed++
      if (this.#missed < MISSED) return
      this.stop()
      this.#fell()
    }, heartbeatMs)
  }

  /** Something has come. */
  broken(): void {
    this.#missed = 0
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }
}
