import { readFile, rm, writeFile } from 'node:fs/promises'
import { build } from 'esbuild'
import { bundles, tests, webTests } from './bundles.ts'
import { LANGUAGES_FOLDER } from './language-packs.ts'
import { withRunMenus } from './run-menus.ts'

const manifest = new URL('../package.json', import.meta.url)

/** Builds both bundles, and the tests that run inside VS Code if wanted. Brings package.json up to date first. */
export async function buildExtension({ withTests = false } = {}): Promise<void> {
  const before = await readFile(manifest, 'utf8')
  const after = withRunMenus(before, LANGUAGES_FOLDER)
  if (after !== before) await writeFile(manifest, after)
  // A test file that is no more must not run on.
  if (withTests) await rm(new URL('../out', import.meta.url), { recursive: true, force: true })
  await Promise.all((withTests ? [...bundles, tests, webTests] : bundles).map((options) => build(options)))
}
