#!/usr/bin/env node
/** The `sandrun` command: runs its bundle if that is up to date. Every command waits for the code before that. */
import { cacheFolder, compiledFolder } from '../scripts/bootstrap/cache-folder.mjs'
import { findBundle } from '../scripts/bootstrap/command-bundle.mjs'

const bundle = findBundle(decodeURIComponent(new URL('..', import.meta.url).pathname).replace(/\/$/, ''))
if (bundle === null) {
  const { runUnbundled } = await import('../scripts/command/unbundled.mjs')
  await runUnbundled()
} else {
  process.getBuiltinModule('node:module').enableCompileCache(compiledFolder(cacheFolder(process.env)))
  await import(process.getBuiltinModule('node:url').pathToFileURL(bundle).href)
}
