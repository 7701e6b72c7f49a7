import { parseSync } from 'rolldown/utils'
import type { Passage } from './rules.ts'

/** Every comment of a source: lines that follow each other are one, and the marks around them are gone. */
export function commentsOf(file: string, source: string): Passage[] {
  return /\.[ch]$/.test(file) ? commentsOfC(file, source) : commentsOfScript(file, source)
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
