import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const CLI = fileURLToPath(new URL('./', import.meta.url))
const sources = globSync('**/*.ts', { cwd: CLI }).filter((path) => !path.endsWith('.test.ts'))

/** Everything that a file names: imports, type imports, and lazy imports. */
function importsOf(path: string): string[] {
  const text = readFileSync(join(CLI, path), 'utf8')
  const names = [...text.matchAll(/(?:\bfrom |\bimport\()'(\.[^']+)'/g)].map(([, name = '']) => name)
  return names.map((name) => join(dirname(path), name)).filter((other) => sources.includes(other))
}

const imports = new Map(sources.map((path) => [path, importsOf(path)]))

function reachedFrom(path: string, seen = new Set<string>()): ReadonlySet<string> {
  for (const next of imports.get(path) ?? []) {
    if (!seen.has(next)) reachedFrom(next, seen.add(next))
  }
  return seen
}

it('lazily loads what the table calls', () => {
  expect(reachedFrom('main.ts')).toContain('run/run-watching.ts')
  expect(reachedFrom('main.ts').size).toBe(sources.length - 1)
})

it.each(sources)('has no cycle through %s', (path) => {
  expect(reachedFrom(path)).not.toContain(path)
})
