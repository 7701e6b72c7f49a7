import { fileURLToPath } from 'node:url'
import { BoundedText } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { loadCatalog } from './catalog.ts'
import { checkPatterns } from './pattern-check.ts'
import { createTestPack } from '../conformance/test-pack.ts'

const { packs } = await loadCatalog(fileURLToPath(new URL('../../../languages', import.meta.url)))

it.each(packs.map(({ manifest }) => [manifest.id, manifest] as const))(
  '%s comes to an end with a megabyte of anything',
  async (_id, manifest) => {
    await expect(checkPatterns(manifest, 'language.json')).resolves.toBeUndefined()
    const patterns = (manifest.diagnostics ?? []).map(({ pattern }) => pattern)
    if (manifest.compilerFailed !== undefined) patterns.push(manifest.compilerFailed)
    for (const part of ['Error: x\n', 'a', ' ', 'a:1: ']) {
      const text = new BoundedText(part.repeat(2 ** 20 / part.length))
      for (const pattern of patterns) expect([...text.matches(pattern)].length).toBeLessThan(2 ** 18)
      expect(text.find(manifest.outOfMemory ?? 'nowhere')).toBeNull()
      expect(text.find(manifest.compilerFailed ?? 'nowhere')).toBeNull()
      expect(text.findFirst(manifest.syntaxError ?? 'nowhere')).toBeNull()
    }
  },
)

it.each([
  [{ diagnostics: [{ pattern: '^fine$' }, { pattern: '^(?:a+)+$' }] }, 'diagnostics[1].pattern'],
  [{ outOfMemory: '^(?:\\w+\\s?)*$' }, 'outOfMemory'],
  [{ compilerFailed: '^(?:\\w+\\s?)*$' }, 'compilerFailed'],
  [{ syntaxError: '^(?:\\w+\\s?)*$' }, 'syntaxError'],
])('refuses %j', async (fields, field) => {
  const { manifest } = createTestPack('slow', fields)
  await expect(checkPatterns(manifest, 'language.json')).rejects.toMatchObject({ code: 'invalid-request', field })
})
