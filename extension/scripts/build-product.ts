import { fileURLToPath } from 'node:url'
import { assemble } from '../../scripts/package/assemble.ts'
import { buildWebPage } from '../../scripts/start/web-page.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Puts the service that the extension brings along where src/entry-node.ts looks for it. */
export async function buildProduct(): Promise<void> {
  await buildWebPage()
  await assemble(ROOT, fileURLToPath(new URL('../dist/sandrun', import.meta.url)))
}
