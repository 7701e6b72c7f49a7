const ESC = '\x1b'
const CONTROLS = /[\x1b\x80-\x9f]/

/** Longest control sequence that is held back until it is complete; a longer one is not one. */
const MAX_SEQUENCE = 128

/** ESC + one of these opens a string that runs to its terminator: DCS, SOS, OSC, PM, APC (ECMA-48, 5.6 and 8.3). */
const STRING_OPENERS = new Set(['P', 'X', ']', '^', '_'])

/** What ends such a string besides ESC: BEL (xterm), CAN, SUB, C1 ST; and a line end, so a stray byte hides little. */
const STRING_ENDS = new Set(['\x07', '\x18', '\x1a', '\x9c', '\n'])

/** Sequences a program leaves a terminal in; undone when it ends. Mouse reports, bracketed paste, soft reset, colours. */
const UNDO = `${ESC}[?9;1000;1002;1003;1004;1005;1006;1015;2004;2026l${ESC}[!p${ESC}[0m`

type State = 'text' | 'escape' | 'sequence' | 'string' | 'string-escape'

/**
 * Lets a program draw but not drive the terminal. Colours, cursor movement and erasing pass; strings that set titles,
 * links, the clipboard or shell integration marks, or hold images, do not, nor do window operations.
 * Sequences may be split anywhere between calls.
 */
export class ControlFilter {
  #state: State = 'text'
  #held = ''
  #alternateScreen = false

  /** What of this text may be written now. */
  filter(text: string): string {
    if (this.#state === 'text' && !CONTROLS.test(text)) return text
    let kept = ''
    for (const character of text) kept += this.#next(character)
    return kept
  }

  /** What puts the terminal back in order after the program; also forgets a sequence that never ended. */
  reset(): string {
    const leave = this.#alternateScreen ? `${ESC}[?1049l` : ''
    this.#state = 'text'
    this.#held = ''
    this.#alternateScreen = false
    return leave + UNDO
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
        // ESC \ is ST. Any other ESC also ends the string and begins what it begins.
        if (character === '\\') return this.#become('text')
        return this.#escape(character)
    }
  }

  #text(character: string): string {
    if (character === ESC) return this.#become('escape')
    const code = character.charCodeAt(0)
    if (code < 0x80 || code > 0x9f) return character
    // A C1 control is its 7-bit twin: ESC + the character 0x40 lower.
    return this.#escape(String.fromCharCode(code - 0x40))
  }

  #escape(character: string): string {
    if (character === ESC) return this.#become('escape')
    if (STRING_OPENERS.has(character)) return this.#become('string')
    if (character === '[') {
      this.#held = `${ESC}[`
      return this.#become('sequence')
    }
    this.#become('text')
    return character === '\\' ? '' : ESC + character
  }

  #sequence(character: string): string {
    if (character === ESC || character === '\x18' || character === '\x1a') {
      return this.#become(character === ESC ? 'escape' : 'text')
    }
    // A control character inside a sequence acts at once and the sequence goes on (ECMA-48 by practice).
    if (character < ' ') return character
    this.#held += character
    if (character >= '@' && character <= '~') return this.#endSequence(character)
    return this.#held.length > MAX_SEQUENCE ? this.#become('text') : ''
  }

  #endSequence(final: string): string {
    const sequence = this.#held
    this.#become('text')
    if (/^\x1b\[\?(?:\d+;)*(?:47|1047|1049)(?:;\d+)*[hl]$/.test(sequence)) this.#alternateScreen = final === 'h'
    // CSI t moves, resizes and iconifies windows, and asks for titles.
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
