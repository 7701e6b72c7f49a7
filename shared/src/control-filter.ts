const ESC = '\x1b'
const CAN = '\x18'
const SUB = '\x1a'
const DEL = '\x7f'
const CONTROLS = /[\x1b\x80-\x9f]/

/** Longest control sequence that is held back until it is complete; a longer one is not one. */
const MAX_SEQUENCE = 128

/** ESC + one of these opens a string that ends at its terminator: DCS, SOS, OSC, PM, APC (ECMA-48, 5.6 and 8.3). */
const STRING_OPENERS = new Set(['P', 'X', ']', '^', '_'])

/** Ends such a string besides ESC: BEL (xterm), CAN, SUB, C1 ST; and a line end, so a stray byte hides little. */
const STRING_ENDS = new Set(['\x07', CAN, SUB, '\x9c', '\n'])

/**
 * Undoes the states in which a program may leave a terminal. Each state has its own sequence, since the Linux console,
 * tmux and others do not know DECSTR (VT510 manual; xterm's ctlseqs; console_codes(4)).
 */
const UNDO = [
  // Mouse reports, bracketed paste, synchronized output.
  '[?9;1000;1002;1003;1004;1005;1006;1015;2004;2026l',
  // DECSTR.
  '[!p',
  // Application cursor keys, reverse screen, reverse wraparound, left and right margins.
  '[?1;5;45;69l',
  // Wrapping, the cursor.
  '[?7;25h',
  // Insert mode, line feeds that start a new line.
  '[4;20l',
  // Application keypad.
  '>',
  // The cursor's shape.
  '[0 q',
  // Line drawing: ASCII as G0, and G0 in use.
  '(B\x0f',
  // Colours.
  '[0m',
]
  .map((sequence) => ESC + sequence)
  .join('')

/** Margins around the screen; the cursor stays where it is. */
const UNDO_REGION = `${ESC}7${ESC}[r${ESC}8`

/** Positions count from the screen's corner. This loses the cursor's place, so it goes below everything. */
const UNDO_ORIGIN = `${ESC}[?6l${ESC}[r${ESC}[999;1H`

type State = 'text' | 'escape' | 'sequence' | 'string' | 'string-escape'

/**
 * Lets a program draw but not drive the terminal. Colours, cursor movement and erasing pass. Window operations do not,
 * nor do strings that set titles, links, the clipboard or shell integration marks, or hold images. Sequences may be
 * split anywhere between calls.
 */
export class ControlFilter {
  #state: State = 'text'
  #held = ''
  #alternateScreen = false
  #region = false
  #origin = false
  #asked = false

  /** Whether the program has asked the terminal something; the answer looks like typed text. */
  get hasAsked(): boolean {
    return this.#asked
  }

  /** The part of this text to write now. */
  filter(text: string): string {
    if (this.#state === 'text' && !CONTROLS.test(text)) return text
    let kept = ''
    for (const character of text) kept += this.#next(character)
    return kept
  }

  /** The text that resets the terminal after the program; also drops an unfinished sequence. */
  reset(): string {
    const leave = this.#alternateScreen ? `${ESC}[?1049l` : ''
    const margins = this.#origin ? UNDO_ORIGIN : this.#region ? UNDO_REGION : ''
    this.#state = 'text'
    this.#held = ''
    this.#alternateScreen = false
    this.#region = false
    this.#origin = false
    this.#asked = false
    return leave + margins + UNDO
  }

  #next(character: string): string {
    switch (this.#state) {
      case 'text':
        return this.#text(character)
      case 'escape':
        return this.#escape(character)
      case 'sequence':
        return this.#sequence(character)
      case 'string':
        return this.#string(character)
      case 'string-escape':
        // ESC \ is ST. Any other ESC also ends the string and starts its own sequence.
        if (character === '\\') return this.#become('text')
        return this.#escape(character)
    }
  }

  #text(character: string): string {
    if (character === ESC) return this.#become('escape')
    // A C1 control is its 7-bit twin: ESC + the character 0x40 lower.
    return isC1(character) ? this.#escape(String.fromCharCode(character.charCodeAt(0) - 0x40)) : character
  }

  #escape(character: string): string {
    if (STRING_OPENERS.has(character)) return this.#become('string')
    if (character === '[') {
      this.#held = `${ESC}[`
      return this.#become('sequence')
    }
    if (interrupts(character)) return this.#interrupt(character)
    // A control character acts at once; the escape sequence continues after it (as in terminals).
    if (isC0(character)) return this.#stay('escape', character)
    this.#become('text')
    // DECID.
    if (character === 'Z') this.#asked = true
    return character === '\\' ? '' : ESC + character
  }

  #sequence(character: string): string {
    if (interrupts(character)) return this.#interrupt(character)
    if (isC0(character)) return this.#stay('sequence', character)
    this.#held += character
    if (character >= '@') return this.#endSequence(character)
    return this.#held.length > MAX_SEQUENCE ? this.#become('text') : ''
  }

  /** ESC, C1, CAN, SUB and non-ASCII end an incomplete sequence, and start their own. */
  #interrupt(character: string): string {
    this.#become('text')
    return character === CAN || character === SUB ? '' : this.#text(character)
  }

  #stay(state: State, character: string): string {
    this.#state = state
    return character === DEL ? '' : character
  }

  #endSequence(final: string): string {
    const sequence = this.#held
    this.#become('text')
    if (sets(sequence, '47|1047|1049')) this.#alternateScreen = final === 'h'
    if (sets(sequence, '6')) this.#origin = final === 'h'
    // DSR, DA, DECRQM.
    if (/^\x1b\[[?>=]?[\d;]*(?:n|c|\$p)$/.test(sequence)) this.#asked = true
    if (/^\x1b\[[\d;]*r$/.test(sequence)) this.#region = sequence !== `${ESC}[r`
    // CSI t moves, resizes and minimizes windows, and asks for titles.
    return final === 't' ? '' : sequence
  }

  #string(character: string): string {
    if (character === ESC) return this.#become('string-escape')
    if (!STRING_ENDS.has(character)) return ''
    this.#become('text')
    return character === '\n' ? character : ''
  }

  #become(state: State): '' {
    this.#state = state
    if (state !== 'sequence') this.#held = ''
    return ''
  }
}

/** Whether a sequence sets or resets one of these private modes. */
function sets(sequence: string, modes: string): boolean {
  return new RegExp(`^\\x1b\\[\\?(?:\\d+;)*(?:${modes})(?:;\\d+)*[hl]$`).test(sequence)
}

function isC0(character: string): boolean {
  return character < ' ' || character === DEL
}

function isC1(character: string): boolean {
  return character >= '\x80' && character <= '\x9f'
}

function interrupts(character: string): boolean {
  return character === ESC || character === CAN || character === SUB || character > DEL
}
