/** A compiler and its helpers (assembler, linker, garbage collector) keep this many CPUs busy. */
const CPUS_EACH = 2

/** A compiler that takes longer than this no longer delays the creation of warm sandboxes. */
const MOST_MS = 1000

/** Counts the working compilers, so that nothing is made in advance while they need every CPU. */
export class CompilersAtWork {
  readonly #cpus: number
  readonly #eased: () => void
  #count = 0

  /** `eased` is called each time a compiler is done or over its time. */
  constructor(cpus: number, eased: () => void) {
    this.#cpus = cpus
    this.#eased = eased
  }

  /** Whether the compilers leave a CPU free. */
  get leaveRoom(): boolean {
    return this.#count === 0 || this.#count * CPUS_EACH < this.#cpus
  }

  /** Counts a compiler until the result is disposed of or its time is over. */
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
