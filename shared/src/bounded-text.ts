/** Characters of a line that a pattern sees: messages are shorter, lines are unbounded. */
const MAX_LINE = 300

/** Characters from a match's first line on: the frames of a long traceback. */
const MAX_WINDOW = 8 * 1024

/** The searched part of a longer text: a compiler's first words, a failing program's last. */
const MAX_HEAD = 64 * 1024
const MAX_TAIL = 64 * 1024

/** Colours, links and other escape sequences (ECMA-48, 5.4 and 8.3.89): tools write them to terminals. */
const SEQUENCES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b\n]*(?:\x07|\x1b\\)|[ -/]*[0-~])/g

/** Thousands of times what an ordinary text needs. */
const BUDGET_MS = 1000

/**
 * A program's text for a language pack's patterns. JavaScript's engine backtracks: a pattern that looks for a later
 * line takes quadratic time or worse. So a pattern sees a window of lines at a time, lines are cut, and all matching in
 * one text takes a second at most.
 */
export class BoundedText {
  readonly #text: string
  /** Where each line begins. */
  readonly #starts: readonly number[]
  readonly #end = performance.now() + BUDGET_MS

  /** Terminal lines end with CR LF, and a lone CR starts the line again. */
  constructor(text: string) {
    const parts = text.length <= MAX_HEAD + MAX_TAIL ? [text] : [text.slice(0, MAX_HEAD), text.slice(-MAX_TAIL)]
    const lines = parts
      .flatMap((part) => part.replace(SEQUENCES, '').split(/\r+\n?|\n/))
      .map((line) => line.slice(0, MAX_LINE))
    this.#text = lines.join('\n')
    let start = 0
    this.#starts = lines.map((line) => (start += line.length + 1) - line.length - 1)
  }

  /** Every match at the start of a line, in order and without overlap: what `matchAll` finds for a pattern with `^`. */
  *matches(pattern: string): Generator<RegExpExecArray, void> {
    const atStart = new RegExp(pattern, 'my')
    let from = 0
    for (const [line, start] of this.#starts.entries()) {
      if (start < from) continue
      if (this.#isLate()) return
      atStart.lastIndex = 0
      const match = atStart.exec(this.#window(line))
      if (match === null) continue
      yield match
      from = start + Math.max(1, match[0].length)
    }
  }

  /** The first match anywhere, on one line or on up to three consecutive lines. */
  find(pattern: string): RegExpExecArray | null {
    const anywhere = new RegExp(pattern, 'm')
    for (const [line, start] of this.#starts.entries()) {
      if (this.#isLate()) return null
      const match = anywhere.exec(this.#text.slice(start, (this.#starts[line + 3] ?? Infinity) - 1))
      if (match !== null) return match
    }
    return null
  }

  /** The match of a pattern in the first window; `^` is the start of the text. */
  findFirst(pattern: string): RegExpExecArray | null {
    return new RegExp(pattern).exec(this.#window(0))
  }

  /** Whole lines from this one on that fit the window: it is larger than any line. */
  #window(line: number): string {
    const start = this.#starts[line] ?? 0
    const limit = start + MAX_WINDOW
    if (limit >= this.#text.length) return this.#text.slice(start)
    return this.#text.slice(start, this.#text.lastIndexOf('\n', limit))
  }

  #isLate(): boolean {
    return performance.now() > this.#end
  }
}
