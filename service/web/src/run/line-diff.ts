import type { Compare } from '@sandrun/shared'
import { diffLines } from 'diff'

export interface DiffLine {
  kind: 'same' | 'missing' | 'unexpected'
  text: string
}

/** Nobody reads more lines than this, and a page draws them slowly. */
const MOST_LINES = 400

/** A line diff: `missing` was expected and is not there, `unexpected` is there instead. */
export function diffOutput(expected: string, actual: string, compare: Compare): DiffLine[] {
  const prepare = (text: string): string => (compare === 'exact' ? text : trimmed(text))
  const parts = diffLines(prepare(expected), prepare(actual), { maxEditLength: MOST_LINES }) ?? [
    { value: expected, removed: true, added: false },
    { value: actual, removed: false, added: true },
  ]
  const lines = parts.flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, '')
      .split('\n')
      .map((text): DiffLine => ({ kind: removed ? 'missing' : added ? 'unexpected' : 'same', text })),
  )
  return lines.slice(0, MOST_LINES)
}

/** White space at the ends of lines and of the text does not count. */
function trimmed(text: string): string {
  return `${text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd()}\n`
}
