const TIMEOUT_MS = 30_000

/** Text that grows and tells its observers, so that tests wait for words and never for time. */
export class Text {
  #text = ''
  readonly #waiting = new Set<() => void>()

  get value(): string {
    return this.#text
  }

  /** A mark: the end of the text now. */
  get length(): number {
    return this.#text.length
  }

  append(text: string): void {
    this.#text += text
    for (const look of this.#waiting) look()
  }

  replace(text: string): void {
    this.#text = ''
    this.append(text)
  }

  /** Waits until the text after the mark contains this, and returns that part. */
  async includes(wanted: string | RegExp, from = 0, patienceMs = TIMEOUT_MS): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    const look = (): void => {
      const part = this.#text.slice(from)
      if (typeof wanted === 'string' ? part.includes(wanted) : wanted.test(part)) resolve(part)
    }
    const timer = setTimeout(() => {
      reject(new Error(`Waited for ${String(wanted)} in\n${JSON.stringify(this.#text.slice(from).slice(-2000))}`))
    }, patienceMs)
    this.#waiting.add(look)
    look()
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      this.#waiting.delete(look)
    }
  }
}
