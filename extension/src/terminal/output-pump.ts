/** One frame at 60 Hz: nobody sees faster updates. */
const INTERVAL_MS = 16

/** About as much is written per frame, so that a window stays responsive (4 MB/s); more has to wait. */
const ROOM_CHARACTERS = 64 * 1024

/**
 * Joins small writes into one per frame. The first write after a pause goes out at once, so the echo of a key is never
 * delayed. Writes nothing before `open`.
 */
export class OutputPump {
  readonly #write: (text: string) => void
  #text = ''
  #room: PromiseWithResolvers<void> | null = null
  #timer: ReturnType<typeof setTimeout> | null = null
  #opened = false

  constructor(write: (text: string) => void) {
    this.#write = write
  }

  open(): void {
    this.#opened = true
    if (this.#timer === null) this.#next()
  }

  /** A promise if there is no room for more; it settles when there is. */
  push(text: string): Promise<void> | undefined {
    this.#text += text
    if (this.#timer === null) this.#next()
    if (this.#text.length < ROOM_CHARACTERS) return undefined
    this.#room ??= Promise.withResolvers()
    return this.#room.promise
  }

  /** Settles when everything has been written. */
  async written(): Promise<void> {
    if (this.#text === '') return
    this.#room ??= Promise.withResolvers()
    await this.#room.promise
  }

  /** Drops what has not been written. */
  clear(): void {
    this.#text = ''
    this.#makeRoom()
  }

  #next(): void {
    this.#timer = null
    if (!this.#opened || this.#text === '') return
    const text = this.#text
    this.#text = ''
    this.#timer = setTimeout(() => this.#next(), INTERVAL_MS)
    this.#write(text)
    this.#makeRoom()
  }

  #makeRoom(): void {
    this.#room?.resolve()
    this.#room = null
  }
}
