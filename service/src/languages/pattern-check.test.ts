import { fileURLToPath } from 'node:url'
import { BoundedText } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { loadCatalog } from './catalog.ts'
import { checkPatterns } from './pattern-check.ts'
import { createTestPack } from '../conformance/test-pack.ts'

const { packs } = await loadCatalog(fileURLToPath(new URL('../../../languages', import.meta.url)))

it.each(packs.map(({ manifest }) => [manifest.id, manifest] as const))(
  '%s has no pattern that takes exponential time',
  async (_id, manifest) => {
    await expect(checkPatterns(manifest, 'language.json')).resolves.toBeUndefined()
  },
)

/** Patterns that packs share are checked once. */
function everyPattern(): { line: string[]; anywhere: string[]; first: string[] } {
  const manifests = packs.map(({ manifest }) => manifest)
  const distinct = (patterns: (string | undefined)[]): string[] =>
    Array.from(new Set(patterns)).filter((pattern) => pattern !== undefined)
  return {
    line: distinct(manifests.flatMap(({ diagnostics = [] }) => diagnostics.map(({ pattern }) => pattern))),
    anywhere: distinct(manifests.flatMap((one) => [one.outOfMemory, one.compilerFailed, one.missingLibrary])),
    first: distinct(manifests.map(({ syntaxError }) => syntaxError)),
  }
}

it.each([`Error: ${'x'.repeat(90)}\n`, 'a', ' ', 'a:1: '])('ends every pattern in time on a megabyte of %j', (part) => {
  const { line, anywhere, first } = everyPattern()
  const text = part.repeat(2 ** 20 / part.length)
  // Each has a second, as for a program's output.
  for (const pattern of line) expect([...new BoundedText(text).matches(pattern)].length).toBeLessThan(2 ** 18)
  for (const pattern of anywhere) expect(new BoundedText(text).find(pattern)).toBeNull()
  for (const pattern of first) expect(new BoundedText(text).findFirst(pattern)).toBeNull()
})

it.each([
  [{ diagnostics: [{ pattern: '^fine$' }, { pattern: '^(?:a+)+$' }] }, 'diagnostics[1].pattern'],
  [{ outOfMemory: '^(?:\\w+\\s?)*$' }, 'outOfMemory'],
  [{ compilerFailed: '^(?:\\w+\\s?)*$' }, 'compilerFailed'],
  [{ syntaxError: '^(?:\\w+\\s?)*$' }, 'syntaxError'],
  [{ missingLibrary: '^(?:\\w+\\s?)*$' }, 'missingLibrary'],
])('refuses %j', async (fields, field) => {
  const { manifest } = createTestPack('slow', fields)
  await expect(checkPatterns(manifest, 'language.json')).rejects.toMatchObject({ code: 'invalid-request', field })
})
