/** A compiler and its helpers (assembler, linker, garbage collector) keep this many CPUs busy. */
const CPUS_EACH = 2

/** A compiler that takes longer than this no longer makes others wait for a warm sandbox. */
const MOST_MS = 1000

/** Counts the compilers that are at work, so that nothing is made for later while they need every CPU. */
export class CompilersAtWork {
  readonly #cpus: number
  readonly #eased: () => void
  #count = 0

  /** `eased` hears each time a compiler is done, or has had its time. */
  constructor(cpus: number, eased: () => void) {
    this.#cpus = cpus
    this.#eased = eased
  }

  /** Whether they leave a CPU free. */
  get leaveRoom(): boolean {
    return this.#count === 0 || this.#count * CPUS_EACH < this.#cpus
  }

  /** One begins; it counts until it is disposed of, or has had its time. */
  begin(): Disposable {
    this.#count++
    let counts = true
    const end = (): void => {
      if (!counts) return
      counts = false
      clearTimeout(timer)
      this.#count--
      this.#eased()
    }
    const timer = setTimeout(end, MOST_MS).unref()
    return { [Symbol.dispose]: end }
  }
}
