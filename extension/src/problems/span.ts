import type { Place, Source } from '../run/sources.ts'

/** Columns of a line in an editor, from 0; `end` is exclusive. */
export interface Span {
  line: number
  start: number
  end: number
}

const WORD = /[\p{L}\p{N}_$]+/uy

/**
 * The span to underline for a place: the word at its column, or the whole line if there is no column or the line is
 * shorter, since languages count tabs and characters differently.
 */
export function spanOf({ line, column }: Place, source: Source): Span {
  const sent = source.text.split('\n')[line - source.firstLine]?.trimEnd() ?? ''
  const text = line === source.firstLine ? ' '.repeat(source.firstColumn) + sent : sent
  if (column === null || column >= text.length) {
    return { line, start: text.length - text.trimStart().length, end: text.length }
  }
  WORD.lastIndex = column
  const length = WORD.exec(text)?.[0].length ?? 1
  return { line, start: column, end: column + length }
}
