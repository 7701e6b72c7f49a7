import { expect, it } from 'vitest'
import { type Piece, Transcript } from './transcript.ts'

const textOf = (line: readonly Piece[]): string => line.map(({ text }) => text).join('')

/** What a reader sees after these pieces of output. */
function shown(...texts: string[]): string[] {
  const transcript = new Transcript()
  const lines = texts.flatMap((text) => transcript.write(text))
  return [...lines, transcript.line].map(textOf)
}

it.each<[string, string[], string[]]>([
  ['lines, and an unfinished one', ['one\r\ntwo\nthr', 'ee'], ['one', 'two', 'three']],
  ['a line that is written again', ['10 %\r20 %\r\ndone'], ['20 %', 'done']],
  ['characters that are taken back', ['cat\b\b\bcow\n'], ['cow', '']],
  ['a longer line that is erased', ['a long line\r\x1b[Kshort\n'], ['short', '']],
  ['columns', ['a\tb\r\n12345678\t9'], ['a       b', '12345678        9']],
  ['a sequence that comes in two pieces', ['a\x1b', '[3', '1mb\x1b[0m'], ['ab']],
  ['sequences that move the cursor, without their effect', ['\x1b[2J\x1b[5;5Hhere\x1b(B'], ['here']],
  ['a bell and other controls, as nothing', ['a\x07\x00b\x7f'], ['ab']],
])('shows %s', (_what, texts, lines) => {
  expect(shown(...texts)).toEqual(lines)
})

it('keeps a bounded part of a line without an end', () => {
  const transcript = new Transcript()
  for (let times = 0; times < 100; times++) transcript.write('x'.repeat(1000))
  expect(textOf(transcript.line)).toHaveLength(10_000)
})

it('knows the colours, until they end', () => {
  const [line] = new Transcript().write('plain \x1b[1;31mred\x1b[22m thin\x1b[92m green\x1b[39m own\x1b[38;5;9m own\n')
  expect(line).toEqual([
    { text: 'plain ', colour: null, bold: false },
    { text: 'red', colour: 'red', bold: true },
    { text: ' thin', colour: 'red', bold: false },
    { text: ' green', colour: 'bright-green', bold: false },
    { text: ' own own', colour: null, bold: false },
  ])
})
