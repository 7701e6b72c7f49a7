import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'

const DIST = new URL('../dist/', import.meta.url)

/** What a first visit may cost, gzipped. */
const MOST_BYTES = 300_000

it('loads in less than 300 KB, gzipped', async () => {
  const document = await readFile(new URL('index.html', DIST), 'utf8')
  const addresses = [...document.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].flatMap(([, path]) => path ?? [])
  const files = await Promise.all([...(await withImports(addresses))].map((path) => readFile(new URL(path, DIST))))
  const bytes = [Buffer.from(document), ...files].reduce((sum, file) => sum + gzipSync(file).length, 0)
  console.log(`    ${files.length + 1} files, ${Math.round(bytes / 1000)} KB gzipped`)
  expect(files.length).toBeGreaterThanOrEqual(3)
  expect(bytes).toBeLessThan(MOST_BYTES)
})

/** These files and everything they import at once, however far down. */
async function withImports(paths: readonly string[], known = new Set<string>()): Promise<Set<string>> {
  for (const path of paths) {
    if (known.has(path)) continue
    known.add(path)
    if (!path.endsWith('.js')) continue
    const source = await readFile(new URL(path, DIST), 'utf8')
    const imports = [...source.matchAll(/(?:from|import)\s?"\.\/([^"]+)"/g)].flatMap(([, name]) => `assets/${name}`)
    await withImports(imports, known)
  }
  return known
}
