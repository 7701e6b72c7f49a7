/** A frame at 60 Hz: nobody sees more. */
const INTERVAL_MS = 16

/** At most about this much a frame, so that a window stays responsive (4 MB/s). */
const MAX_CHARACTERS = 64 * 1024

interface Piece {
  text: string
  written: () => void
}

/**
 * Joins small writes into one a frame and makes big ones wait for their turn. The first write after a pause goes out at
 * once, so an echoed keystroke is never held back. Nothing is written before `open`.
 */
export class OutputPump {
  readonly #write: (text: string) => void
  #pieces: Piece[] = []
  #timer: ReturnType<typeof setTimeout> | null = null
  #opened = false

  constructor(write: (text: string) => void) {
    this.#write = write
  }

  open(): void {
    this.#opened = true
    this.#next()
  }

  /** Resolves when the text has been written or dropped. */
  push(text: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#pieces.push({ text, written: resolve })
    if (this.#timer === null) this.#next()
    return promise
  }

  /** Drops what has not been written. */
  clear(): void {
    for (const { written } of this.#pieces.splice(0)) written()
  }

  #next(): void {
    this.#timer = null
    if (!this.#opened || this.#pieces.length === 0) return
    let text = ''
    let count = 0
    for (const piece of this.#pieces) {
      if (count > 0 && text.length + piece.text.length > MAX_CHARACTERS) break
      text += piece.text
      count++
    }
    const pieces = this.#pieces.splice(0, count)
    if (text !== '') this.#write(text)
    this.#timer = setTimeout(() => this.#next(), INTERVAL_MS)
    for (const { written } of pieces) written()
  }
}
