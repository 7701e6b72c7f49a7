import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { loadCatalog } from './catalog.ts'
import { hasFor } from './richer.ts'

const { packs } = await loadCatalog(fileURLToPath(new URL('../../../languages', import.meta.url)))

it.each([
  ['python', 'numpy', ['python-science']],
  ['python', 'numpy.linalg', ['python-science']],
  ['python', 'numpyish', []],
  ['python', 'requests', []],
  ['python2', 'pandas', ['python-science']],
  ['ruby', 'numpy', []],
  ['c', 'vector', ['cpp']],
  ['c', 'nlohmann/json.hpp', ['cpp']],
  ['c', 'curl/curl.h', []],
  ['java8', 'java.net.http', ['java']],
  ['bun', 'lodash', ['javascript', 'typescript']],
  ['bun', 'lodash/fp', ['javascript', 'typescript']],
])('for a program in %s, finds %s in %j', (language, library, ids) => {
  expect(
    packs.filter(({ manifest }) => hasFor(manifest, language, library)).map(({ manifest }) => manifest.id),
  ).toEqual(ids)
})

it('names existing languages', () => {
  const ids = new Set(packs.map(({ manifest }) => manifest.id))
  const named = packs.flatMap(({ manifest }) => manifest.richerThan ?? []).flatMap(({ languages }) => languages)
  expect(named.filter((id) => !ids.has(id))).toEqual([])
})
