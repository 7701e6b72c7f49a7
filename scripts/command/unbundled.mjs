import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { cacheFolder, compiledFolder } from '../bootstrap/cache-folder.mjs'
import { handOver } from '../bootstrap/hand-over.mjs'
import { ROOT } from '../bootstrap/prepare.mjs'
import { describeError, SetupError } from '../bootstrap/setup-error.mjs'
import { findNode } from '../steps/node24.mjs'

const COMMAND = 'bin/sandrun.mjs'
const SOURCE = 'service/src/cli/main.ts'

/** Bundles the command line and runs it, or else its sources. Hands over to another Node if this one is too old. */
export async function runUnbundled() {
  const cache = cacheFolder(process.env)
  const node = await usableNode(cache)
  // One process if possible: it starts sooner, and leaves nothing behind when it is killed.
  if (node !== process.execPath) await handOver(COMMAND, process.argv.slice(2), { ...process.env, SANDRUN_NODE: node })
  const compiled = compiledFolder(cache)
  const entry = await bundled(compiled)
  process.getBuiltinModule('node:module').enableCompileCache(compiled)
  await import(pathToFileURL(entry).href)
}

/**
 * Ends the process if the clone is not set up.
 * @param {string} cache
 */
async function usableNode(cache) {
  const node = await findNode(cache)
  if (node && existsSync(join(ROOT, 'service/node_modules'))) return node
  const error = new SetupError('Sandrun is not set up in this folder yet.', {
    why: node
      ? 'Its libraries are not installed.'
      : `Sandrun needs Node.js 24.12 or newer; this is ${process.version}.`,
    todo: `Run npm start once in ${ROOT}. It installs what is missing.`,
  })
  console.error(describeError(error))
  process.exit(1)
}

/**
 * A new bundle; the sources if it can't be built: without the bundler, in another user's folder, or with an invalid
 * source, which Node then reports.
 * @param {string} compiled Node's cache of earlier bundles, now useless
 */
async function bundled(compiled) {
  try {
    const { buildCommand } = await import('./build.ts')
    const entry = await buildCommand(ROOT)
    await rm(compiled, { recursive: true, force: true })
    return entry
  } catch {
    return join(ROOT, SOURCE)
  }
}
