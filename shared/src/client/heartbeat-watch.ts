/** How many heartbeats may be missing. */
const MISSED = 3

/** Notices a silent connection that nobody has closed. */
export class HeartbeatWatch {
  readonly #silent: () => void
  #timer: ReturnType<typeof setInterval> | null = null
  #missed = 0

  /** `silent` is called once for each `watch`, when three heartbeats are missing. */
  constructor(silent: () => void) {
    this.#silent = silent
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
      this.#silent()
    }, heartbeatMs)
  }

  /** Something has arrived. */
  received(): void {
    this.#missed = 0
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }
}
