#!/usr/bin/env node
/** The `sandrun` command: runs its TypeScript with Node 24, which may not be the one that was found first. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { cacheFolder } from '../scripts/bootstrap/cache-folder.mjs'
import { handOver } from '../scripts/bootstrap/hand-over.mjs'
import { ROOT } from '../scripts/bootstrap/prepare.mjs'
import { describeError, SetupError } from '../scripts/bootstrap/setup-error.mjs'
import { findNode } from '../scripts/steps/node24.mjs'

const CLI = 'service/src/cli/main.ts'

try {
  const node = await findNode(cacheFolder(process.env))
  if (!node || !existsSync(join(ROOT, 'service/node_modules'))) {
    throw new SetupError('Sandrun is not set up in this folder yet.', {
      why: node ? 'Its libraries are not installed.' : `It needs Node 24.12 or newer; this is ${process.version}.`,
      todo: `Run npm start once in ${ROOT}; it brings what is missing.`,
    })
  }
  // One process where one will do: it starts sooner, and nothing is left when it is killed.
  if (node === process.execPath) await import(pathToFileURL(join(ROOT, CLI)).href)
  else await handOver(CLI, process.argv.slice(2), { ...process.env, SANDRUN_NODE: node })
} catch (error) {
  console.error(describeError(error))
  process.exit(1)
}
