import { ControlFilter } from '@sandrun/shared'
import { type Piece, Transcript } from './transcript.ts'

/** Lines that stay on the page; older ones are removed. */
const MOST_LINES = 2000

/** A program's output on the page, as text. */
export class OutputView {
  readonly element: HTMLElement
  #transcript = new Transcript()
  #filter = new ControlFilter()
  #decoder = new TextDecoder()
  #current = document.createElement('span')
  #drawn: Promise<void> | null = null

  constructor(element: HTMLElement) {
    this.element = element
    this.clear()
  }

  clear(): void {
    this.#transcript = new Transcript()
    this.#filter = new ControlFilter()
    this.#decoder = new TextDecoder()
    this.#current = document.createElement('span')
    this.element.replaceChildren(this.#current)
  }

  /** Resolves when the page has drawn it, so that a flood of output leaves time for everything else. */
  write(bytes: Uint8Array): Promise<void> {
    const lines = this.#transcript.write(this.#filter.filter(this.#decoder.decode(bytes, { stream: true })))
    const follows = isAtEnd(this.element)
    this.#current.before(...lines.slice(-MOST_LINES).map((line) => lineOf(line, '\n')))
    while (this.element.childElementCount > MOST_LINES) this.element.firstElementChild?.remove()
    this.#current.replaceChildren(...lineOf(this.#transcript.line, '').childNodes)
    if (follows) this.element.scrollTop = this.element.scrollHeight
    this.#drawn ??= new Promise<void>((resolve) => setTimeout(resolve)).then(() => {
      this.#drawn = null
    })
    return this.#drawn
  }
}

function isAtEnd({ scrollTop, clientHeight, scrollHeight }: HTMLElement): boolean {
  return scrollTop + clientHeight >= scrollHeight - 4
}

function lineOf(pieces: readonly Piece[], end: string): HTMLElement {
  const line = document.createElement('span')
  for (const { text, colour, bold } of pieces) {
    const piece = document.createElement('span')
    piece.textContent = text
    if (colour !== null) piece.style.color = `var(--ansi-${colour})`
    if (bold) piece.style.fontWeight = 'bold'
    line.append(piece)
  }
  line.append(end)
  return line
}
