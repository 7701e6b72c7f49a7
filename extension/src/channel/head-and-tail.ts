/** Passes the beginning of a long text on and keeps its end, so that a place with little room shows both. */
export class HeadAndTail {
  readonly #tailLength: number
  #room: number
  #tail = ''
  #skipped = 0

  constructor(headLength: number, tailLength: number) {
    this.#room = headLength
    this.#tailLength = tailLength
  }

  /** What of this text is still part of the head. */
  take(text: string): string {
    const head = text.slice(0, this.#room)
    this.#room -= head.length
    const rest = text.slice(head.length)
    if (rest === '') return head
    const tail = this.#tail + rest
    this.#tail = tail.slice(-this.#tailLength)
    this.#skipped += tail.length - this.#tail.length
    return head
  }

  /** The tail, and how many characters lie between it and the head. */
  end(): { skipped: number; tail: string } {
    return { skipped: this.#skipped, tail: this.#tail }
  }
}
