/** Passes the head of a long text on and keeps its tail, so that a place with little room shows both. */
export class HeadAndTail {
  readonly #tailLength: number
  #room: number
  #tail = ''
  #skipped = 0

  constructor(headLength: number, tailLength: number) {
    this.#room = headLength
    this.#tailLength = tailLength
  }

  /** The part of this text that is still in the head. */
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

  /** The tail, and the number of characters between it and the head. */
  end(): { skipped: number; tail: string } {
    return { skipped: this.#skipped, tail: this.#tail }
  }
}
