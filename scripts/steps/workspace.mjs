import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from '../bootstrap/command.mjs'
import { exists } from '../bootstrap/npm-package.mjs'

const PACKAGES = ['.', 'shared', 'service', 'extension']
const STAMP = 'node_modules/.sandrun-installed'

/** @type {import('../bootstrap/prepare.mjs').Step} */
export const workspace = {
  title: 'Workspace',
  brings: () => 'the libraries of pnpm-lock.yaml into node_modules (from npm)',

  async find({ root }) {
    const installed = await readFile(join(root, STAMP), 'utf8').catch(() => '')
    if (installed !== (await fingerprint(root))) return null
    // Someone may have deleted one package's folder and not the other's.
    if (!(await exists(join(root, 'service/node_modules')))) return null
    return { note: 'libraries are those of pnpm-lock.yaml' }
  },

  async bring({ root, env }, { detail, signal }) {
    const before = await fingerprint(root)
    await runCommand('pnpm', ['install', '--frozen-lockfile', '--reporter=append-only'], {
      cwd: root,
      env,
      signal,
      onLine: detail,
      todo: 'If pnpm-lock.yaml does not fit the package.json files, run pnpm install and commit the lockfile.',
    })
    await writeFile(join(root, STAMP), before)
  },
}

/**
 * Everything that decides what is installed. A hash of the contents, since file times say little after a checkout.
 * @param {string} root
 */
async function fingerprint(root) {
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...PACKAGES.map((folder) => join(folder, 'package.json'))]
  const hash = createHash('sha256')
  for (const file of files) hash.update(await readFile(join(root, file)).catch(() => ''))
  return hash.digest('hex')
}
