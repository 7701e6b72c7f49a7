import { parseSync } from 'rolldown/utils'
import type { Passage } from './rules.ts'

/** Every comment of a source, without its marks: consecutive lines are one comment. */
export function commentsOf(file: string, source: string): Passage[] {
  if (/\.[ch]$/.test(file)) return commentsOfC(file, source)
  return /\.(?:py|sh)$/.test(file) ? commentsOfHashes(file, source) : commentsOfScript(file, source)
}

/** Python and shells: lines that begin with `#`, and Python's docstrings. Those beside code are not read. */
function commentsOfHashes(file: string, source: string): Passage[] {
  const found = source.matchAll(/^ *"""(?<text>.*?)"""|(?<lines>(?:^ *#(?!!)[^\n]*\n?)+)/gms)
  return [...found].map(({ index, groups }) => {
    const text = groups?.['text'] ?? (groups?.['lines'] ?? '').replaceAll(/^ *#+ ?/gm, '')
    return { file, line: lineAt(source, index), text: withoutMarks(text) }
  })
}

/** C has only block comments here. A string or a character may contain their marks. */
function commentsOfC(file: string, source: string): Passage[] {
  const tokens = source.matchAll(/\/\*(?<value>.*?)\*\/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/gs)
  return [...tokens].flatMap(({ index, groups }) => {
    const value = groups?.value
    return value === undefined ? [] : [{ file, line: lineAt(source, index), text: withoutMarks(value) }]
  })
}

function commentsOfScript(file: string, source: string): Passage[] {
  const passages: Passage[] = []
  let last = { end: -1, isLine: false }
  for (const { type, value, start, end } of parseSync(file, source).comments) {
    const text = withoutMarks(value)
    // One beside code stands for itself.
    const isLine = type === 'Line' && /(?:^|\n)\s*$/.test(source.slice(0, start))
    const before = passages.at(-1)
    if (isLine && last.isLine && before !== undefined && /^\n\s*$/.test(source.slice(last.end, start))) {
      before.text += ` ${text}`
    } else passages.push({ file, line: lineAt(source, start), text })
    last = { end, isLine }
  }
  return passages
}

function withoutMarks(comment: string): string {
  return comment
    .replaceAll(/^\s*\*+ ?/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function lineAt(source: string, index: number): number {
  return source.slice(0, index).split('\n').length
}
