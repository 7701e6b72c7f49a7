/** How many heartbeats may be missing. */
const MISSED = 3

/** Notices a silent connection that nobody has closed. */
export class Silence {
  readonly #fell: () => void
  #timer: ReturnType<typeof setInterval> | null = null
  #missed = 0

  /** `fell` is called once for each `watch`, when three heartbeats are missing. */
  constructor(fell: () => void) {
    this.#fell = fell
  }

  /** Watches from now on. In milliseconds; undefined means that any silence is fine. */
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

  /** Something has arrived. */
  broken(): void {
    this.#missed = 0
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }
}
