import { join } from 'node:path'
import { runCommand } from '../bootstrap/command.mjs'
import { bringNpmPackage, exists } from '../bootstrap/npm-package.mjs'
import { CODE_SERVER_VERSION } from '../bootstrap/versions.mjs'
import { node24 } from './node24.mjs'

const INTEGRITY = 'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew=='

/** VS Code inside code-server, and VS Code's own extensions; each has its own list of libraries. */
const NESTED = ['lib/vscode', 'lib/vscode/extensions']

/** @type {import('../bootstrap/prepare.mjs').Step} */
export const codeServer = {
  title: 'code-server',
  after: [node24],
  brings: ({ cache }) => `code-server ${CODE_SERVER_VERSION} for the extension's tests in ${cache} (from npm)`,

  async find({ cache }) {
    const folder = join(folderOf(cache), 'node_modules/code-server')
    if (!(await exists(folder))) return null
    return { note: `${CODE_SERVER_VERSION} in the cache`, env: { SANDRUN_CODE_SERVER: folder } }
  },

  async bring({ cache, env }, progress) {
    const item = { name: 'code-server', version: CODE_SERVER_VERSION, folder: folderOf(cache), integrity: INTEGRITY }
    await bringNpmPackage({ ...item, finish: (folder) => installNested(folder, env, progress) }, progress)
  },
}

/** @param {string} cache */
function folderOf(cache) {
  return join(cache, 'toolchain', `code-server-${CODE_SERVER_VERSION}`)
}

/**
 * Does what code-server's install script does, without compiling: the tests need no native module.
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 * @param {import('../bootstrap/prepare.mjs').Progress} progress
 */
async function installNested(folder, env, { detail, signal }) {
  for (const path of NESTED) {
    detail(`npm install in ${path}`)
    const cwd = join(folder, 'node_modules/code-server', path)
    const args = ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', cwd]
    await runCommand('npm', args, { cwd, env, signal, onLine: detail })
  }
}
