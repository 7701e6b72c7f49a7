import { parseSync } from 'rolldown/utils'
import type { Passage } from './rules.ts'

/** Every comment of a source: lines that follow each other are one, and the marks around them are gone. */
export function commentsOf(file: string, source: string): Passage[] {
  const passages: Passage[] = []
  let last = { end: -1, isLine: false }
  for (const { type, value, start, end } of parseSync(file, source).comments) {
    const text = value
      .replaceAll(/^\s*\*+ ?/gm, '')
      .replaceAll(/\s+/g, ' ')
      .trim()
    // One beside code stands for itself.
    const isLine = type === 'Line' && /(?:^|\n)\s*$/.test(source.slice(0, start))
    const before = passages.at(-1)
    if (isLine && last.isLine && before !== undefined && /^\n\s*$/.test(source.slice(last.end, start))) {
      before.text += ` ${text}`
    } else passages.push({ file, line: source.slice(0, start).split('\n').length, text })
    last = { end, isLine }
  }
  return passages
}
