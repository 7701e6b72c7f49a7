import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from '../bootstrap/command.mjs'
import { exists } from '../bootstrap/npm-package.mjs'
import { pnpm } from './pnpm.mjs'

const INPUTS = ['pnpm-lock.yaml', 'pnpm-workspace.yaml']
const STAMP = 'node_modules/.sandrun-installed'

/** @type {import('../bootstrap/prepare.mjs').Step} */
export const workspace = {
  title: 'Workspace',
  after: [pnpm],
  usually: 15,
  brings: () => 'the libraries in pnpm-lock.yaml into node_modules (from npm)',

  async find({ root }) {
    const installed = await readFile(join(root, STAMP), 'utf8').catch(() => '')
    if (installed !== (await fingerprint(root))) return null
    // Someone may have deleted one package's folder and not the other's.
    if (!(await exists(join(root, 'service/node_modules')))) return null
    return { note: 'libraries match pnpm-lock.yaml' }
  },

  async bring({ root, env }, { detail, signal }) {
    const before = await fingerprint(root)
    // The lockfile has the versions; asking the registry for the age of 900 packages takes longer than fetching them,
    // so only ci.yml asks.
    const args = ['install', '--frozen-lockfile', '--config.minimumReleaseAge=0', '--reporter=append-only']
    await runCommand('pnpm', args, {
      cwd: root,
      env,
      signal,
      onLine: detail,
      todo: 'If pnpm-lock.yaml does not match the package.json files, run pnpm install and commit the lockfile.',
    })
    await writeFile(join(root, STAMP), before)
  },
}

/**
 * The inputs of the installation; the lockfile has every package.json's dependencies too. A hash of the contents, since
 * file times mean little after a checkout.
 * @param {string} root
 */
async function fingerprint(root) {
  const hash = createHash('sha256')
  for (const file of INPUTS) hash.update(await readFile(join(root, file)))
  return hash.digest('hex')
}
