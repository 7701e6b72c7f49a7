import { parseSync, Visitor } from 'rolldown/utils'
import type { Passage } from './rules.ts'

type Call = Parameters<NonNullable<ConstructorParameters<typeof Visitor>[0]['CallExpression']>>[0]
type Expression = Call['callee']

const FUNCTIONS: ReadonlySet<string> = new Set(['describe', 'it', 'test', 'suite'])

/** The titles of tests and of their groups, `it.each(…)('title', …)` included, and the names of its rows. */
export function titlesOf(file: string, source: string): Passage[] {
  const passages: Passage[] = []
  new Visitor({
    CallExpression: ({ callee, arguments: [title] }) => {
      if (!isTestFunction(callee) || title === undefined) return
      const isTable = isEach(callee)
      for (const named of isTable ? rowNames(title) : [title]) {
        const text = textOf(named)
        if (text !== null && (!isTable || text.includes(' ')))
          passages.push({ file, line: source.slice(0, named.start).split('\n').length, text })
      }
    },
  }).visit(parseSync(file, source).program)
  return passages
}

/** `it`, `it.skip`, `it.each(…)`, `it.skipIf(…)` and so on. */
function isTestFunction(callee: Expression): boolean {
  if (callee.type === 'Identifier') return FUNCTIONS.has(callee.name)
  if (callee.type === 'CallExpression') return callee.callee.type !== 'Identifier' && isTestFunction(callee.callee)
  if (callee.type === 'TaggedTemplateExpression') return isTestFunction(callee.tag)
  return callee.type === 'MemberExpression' && isTestFunction(callee.object)
}

function isEach(callee: Expression): boolean {
  return callee.type === 'MemberExpression' && !callee.computed && callee.property.name === 'each'
}

/** Each row, or the first value in it; a single word is a value, not a name. */
function rowNames(table: Call['arguments'][number]): Call['arguments'] {
  if (table.type !== 'ArrayExpression') return []
  const names = table.elements.map((row) => (row?.type === 'ArrayExpression' ? row.elements[0] : row))
  return names.filter((name) => name !== null && name !== undefined)
}

function textOf(title: Call['arguments'][number]): string | null {
  if (title.type === 'Literal' && typeof title.value === 'string') return title.value
  return title.type === 'TemplateLiteral' ? title.quasis.map(({ value }) => value.cooked ?? '').join('…') : null
}
