/** Text in one style. */
export interface Piece {
  text: string
  /** A name of the terminal's 16 colours: `red`, `bright-red`; null: the text's own. */
  colour: string | null
  bold: boolean
}

interface Cell {
  character: string
  colour: string | null
  bold: boolean
}

const COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const

const TAB = 8

/** In characters: a browser is slow with longer lines, and a program may write one without an end. */
const LONGEST_LINE = 10_000

/** A control sequence (ECMA-48, 5.4), or any other escape. */
const SEQUENCE = /^\x1b(?:\[([0-?]*)[ -/]*([@-~])|[ -/]*[0-Z\\-~])/
/** One that is still incomplete. */
const BEGINNING = /^\x1b(?:\[[0-?]*)?[ -/]*$/

/**
 * A program's output as lines: a terminal that only grows downwards. It knows line ends, carriage return, backspace,
 * tab, the 16 colours and erasing in the line; it drops every other sequence.
 */
export class Transcript {
  #cells: Cell[] = []
  #column = 0
  #colour: string | null = null
  #bold = false
  #rest = ''

  /** The line that is still being written. */
  get line(): Piece[] {
    return piecesOf(this.#cells)
  }

  /** Takes more output; returns the lines that it has finished. */
  write(text: string): Piece[][] {
    const finished: Piece[][] = []
    let rest = this.#rest + text
    this.#rest = ''
    while (rest !== '') {
      const at = rest.search(/[\x00-\x1f\x7f]/)
      this.#put(at < 0 ? rest : rest.slice(0, at))
      if (at < 0) break
      rest = rest.slice(at)
      if (rest.startsWith('\x1b')) {
        const [whole = '', parameters = '', final = ''] = SEQUENCE.exec(rest) ?? []
        if (whole === '' && BEGINNING.test(rest)) {
          this.#rest = rest
          break
        }
        this.#obey(parameters, final)
        rest = rest.slice(Math.max(1, whole.length))
        continue
      }
      if (rest.startsWith('\n')) finished.push(this.#finish())
      else this.#control(rest.charAt(0))
      rest = rest.slice(1)
    }
    return finished
  }

  #finish(): Piece[] {
    const line = this.line
    this.#cells = []
    this.#column = 0
    return line
  }

  #put(text: string): void {
    for (const character of text) {
      if (this.#column >= LONGEST_LINE) return
      while (this.#cells.length < this.#column) this.#cells.push({ character: ' ', colour: null, bold: false })
      this.#cells[this.#column++] = { character, colour: this.#colour, bold: this.#bold }
    }
  }

  #control(character: string): void {
    if (character === '\r') this.#column = 0
    else if (character === '\b') this.#column = Math.max(0, this.#column - 1)
    else if (character === '\t') this.#column += TAB - (this.#column % TAB)
  }

  #obey(parameters: string, final: string): void {
    const numbers = parameters.split(';').map(Number)
    if (final === 'm') this.#style(numbers)
    else if (final === 'K') this.#erase(numbers[0] ?? 0)
  }

  #style(numbers: readonly number[]): void {
    for (const number of numbers) {
      if (number === 0) [this.#colour, this.#bold] = [null, false]
      else if (number === 1 || number === 22) this.#bold = number === 1
      else if (number === 39) this.#colour = null
      else if (number >= 30 && number <= 37) this.#colour = COLOURS[number - 30] ?? null
      else if (number >= 90 && number <= 97) this.#colour = `bright-${COLOURS[number - 90]}`
      // 38 and 48 have their colour in the numbers after them.
      else if (number === 38 || number === 48) return
    }
  }

  /** EL: to the line's end, from its beginning, or all of it. */
  #erase(what: number): void {
    if (what === 0) this.#cells.length = Math.min(this.#cells.length, this.#column)
    else if (what === 2) this.#cells = []
    else for (const cell of this.#cells.slice(0, this.#column + 1)) cell.character = ' '
  }
}

function piecesOf(cells: readonly Cell[]): Piece[] {
  const pieces: Piece[] = []
  for (const { character, colour, bold } of cells) {
    const last = pieces.at(-1)
    if (last !== undefined && last.colour === colour && last.bold === bold) last.text += character
    else pieces.push({ text: character, colour, bold })
  }
  return pieces
}
