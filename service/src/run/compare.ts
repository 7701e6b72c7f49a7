import type { Compare, TextOrBase64 } from '@sandrun/shared'

/** Whether a program's output is what its case expects. Output that is no text never is. */
export function isExpected(output: TextOrBase64, expected: string, compare: Compare): boolean {
  if (typeof output !== 'string') return false
  if (compare === 'exact') return output === expected
  if (compare === 'trim') return trimmed(output) === trimmed(expected)
  const words = tokens(output)
  const wanted = tokens(expected)
  const same = compare === 'tokens' ? Object.is : (a: string, b: string) => isNear(a, b, compare.float)
  return words.length === wanted.length && words.every((word, index) => same(word, wanted[index] ?? ''))
}

/** Without white space at the ends of lines and at the end of the text: editors and judges agree on no more. */
function trimmed(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(/[ \t]+$/gm, '')
    .trimEnd()
}

function tokens(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}

/** Two numbers within `tolerance` of each other, absolutely or in proportion to the wanted one; else the same word. */
function isNear(word: string, wanted: string, tolerance: number): boolean {
  if (word === wanted) return true
  const [a, b] = [Number(word), Number(wanted)]
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false
  return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b))
}
