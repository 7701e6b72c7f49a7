import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ControlFilter } from './control-filter.ts'

const ESC = '\x1b'

function filtered(...pieces: string[]): string {
  const filter = new ControlFilter()
  return pieces.map((piece) => filter.filter(piece)).join('')
}

/** Whether a terminal would begin a string: the relevant states and transitions of xterm.js's parser. */
function opensString(text: string): boolean {
  let state: 'ground' | 'escape' | 'intermediate' | 'sequence' = 'ground'
  for (const character of text) {
    if (character === ESC) state = 'escape'
    else if (character === '\x18' || character === '\x1a') state = 'ground'
    else if (/[\x90\x98\x9d\x9e\x9f]/.test(character)) return true
    else if (/[\x80-\x9f]/.test(character)) state = character === '\x9b' ? 'sequence' : 'ground'
    else if (character < ' ' || character === '\x7f') continue
    else if (state === 'escape' && 'P]X^_'.includes(character)) return true
    else if (state === 'escape' && character === '[') state = 'sequence'
    else if (state === 'escape' || state === 'intermediate') state = character < '0' ? 'intermediate' : 'ground'
    else if (state === 'sequence' && character >= '@') state = 'ground'
  }
  return false
}

describe('ControlFilter', () => {
  it.each([
    ['plain text, tabs, line ends', 'one\ttwo\r\nthree\b\x07'],
    ['colours', `${ESC}[1;31mred${ESC}[38;2;1;2;3mmore${ESC}[0m`],
    ['cursor movement and erasing', `${ESC}[2J${ESC}[H${ESC}[10;20H${ESC}[3A${ESC}[K${ESC}[?25l`],
    ['saving the cursor, character sets, reset', `${ESC}7${ESC}8${ESC}(B${ESC}c${ESC}M`],
    ['the other screen', `${ESC}[?1049h${ESC}[?1049l`],
    ['questions the terminal answers to the program', `${ESC}[6n${ESC}[c`],
    ['letters beyond ASCII', 'Grüße, 世界 🎉'],
  ])('lets %s through', (_what, text) => {
    expect(filtered(text)).toBe(text)
  })

  it.each([
    ['a title', `${ESC}]0;owned\x07`],
    ['a link', `${ESC}]8;;https://evil.example${ESC}\\`],
    ['the clipboard', `${ESC}]52;c;aGVsbG8=\x07`],
    ['shell integration', `${ESC}]633;E;rm -rf /\x07`],
    ['an image', `${ESC}Pq#0;2;0;0;0~~${ESC}\\`],
    ['APC, PM and SOS', `${ESC}_a${ESC}\\${ESC}^b${ESC}\\${ESC}Xc${ESC}\\`],
    ['their 8-bit twins', '\x9d0;owned\x07\x90q\x9c\x9fa\x9c\x9eb\x9c\x98c\x9c'],
    ['moving the window', `${ESC}[3;0;0t${ESC}[21t`],
  ])('removes %s', (_what, sequence) => {
    expect(filtered(`before${sequence}after`)).toBe('beforeafter')
  })

  it('finds sequences wherever they are split', () => {
    const text = `a${ESC}]0;title${ESC}\\b${ESC}[31mc${ESC}]8;;x\x07d${ESC}[5te\x9d0;x\x9cf`
    const whole = filtered(text)
    expect(whole).toBe(`ab${ESC}[31mcdef`)
    for (let at = 0; at <= text.length; at++) expect(filtered(text.slice(0, at), text.slice(at))).toBe(whole)
    expect(filtered(...text.split(''))).toBe(whole)
  })

  it('never lets a string sequence out, whatever the text and its pieces', () => {
    const piece = fc.array(
      fc.constantFrom(
        ESC,
        '[',
        ']',
        'P',
        '_',
        '^',
        'X',
        '\\',
        '\x9d',
        '\x90',
        '\x9c',
        '\x07',
        '\x18',
        '0',
        ';',
        'm',
        't',
        '\n',
        'a',
      ),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const kept = filtered(...pieces.map((characters) => characters.join('')))
        expect(opensString(kept)).toBe(false)
      }),
    )
  })

  it.each([
    `${ESC}\n]0;x\x07`,
    `${ESC}\x7f]0;x\x07`,
    `${ESC}\x9d0;x\x07`,
    `${ESC}[1\x9d0;x\x07`,
    `${ESC}[1${ESC}]0;x\x07`,
  ])('is not misled by %j', (text) => {
    expect(filtered(text).replace('\n', '')).toBe('')
  })

  it('lets an unclosed string hide no more than its line', () => {
    expect(filtered(`a${ESC}]0;never ended\nb`)).toBe('a\nb')
    expect(filtered(`a${ESC}P${ESC}[31mred`)).toBe(`a${ESC}[31mred`)
  })

  it('does not buffer an endless sequence', () => {
    expect(filtered(`${ESC}[${'1;'.repeat(500)}`, 'text')).toContain('text')
  })

  it('moves no cursor to undo what the program has not done', () => {
    const filter = new ControlFilter()
    expect(filter.reset()).not.toMatch(/\x1b\[r|\x1b\[\?6l|\x1b[78]/)
    filter.filter(`${ESC}[2;5r`)
    expect(filter.reset()).toContain(`${ESC}7${ESC}[r${ESC}8`)
    filter.filter(`${ESC}[2;5r${ESC}[?6h`)
    expect(filter.reset()).toContain(`${ESC}[?6l${ESC}[r`)
    filter.filter(`${ESC}[2;5r${ESC}[r${ESC}[?6h${ESC}[?6l`)
    expect(filter.reset()).not.toMatch(/\x1b\[r|\x1b\[\?6l/)
  })

  it('restores the terminal, and leaves the other screen only if it is active', () => {
    const filter = new ControlFilter()
    expect(filter.reset()).not.toContain('1049')
    filter.filter(`${ESC}[?1049h`)
    expect(filter.reset()).toContain(`${ESC}[?1049l`)
    filter.filter(`${ESC}[?1049h${ESC}[?1049l`)
    expect(filter.reset()).not.toContain('1049')
    filter.filter(`${ESC}]0;half`)
    filter.reset()
    expect(filter.filter('text')).toBe('text')
  })
})
