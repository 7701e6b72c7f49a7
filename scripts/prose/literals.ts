import { parseSync, Visitor } from 'rolldown/utils'
import type { Passage } from './rules.ts'

/** Shorter texts are names or keys. */
const SENTENCE = /\p{L}{2,} \S+ \S*\p{L}/u

/** The texts in a source that read as sentences: strings, templates and JSX text. */
export function literalsOf(file: string, source: string): Passage[] {
  const { program, errors } = parseSync(file, source)
  if (errors[0] !== undefined) throw new Error(`${file}: ${errors[0].message}`)
  const passages: Passage[] = []
  const take = (start: number, text: string): void => {
    if (SENTENCE.test(text)) passages.push({ file, line: source.slice(0, start).split('\n').length, text: text.trim() })
  }
  new Visitor({
    Literal: ({ start, value }) => typeof value === 'string' && take(start, value),
    TemplateLiteral: ({ start, quasis }) => take(start, quasis.map(({ value }) => value.cooked ?? '').join('…')),
    JSXText: ({ start, value }) => take(start, value),
  }).visit(program)
  return passages
}
