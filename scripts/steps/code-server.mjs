import { dirname, join } from 'node:path'
import { runCommand } from '../bootstrap/command.mjs'
import { bringNpmPackage, exists } from '../bootstrap/npm-package.mjs'
import { CODE_SERVER_VERSION } from '../bootstrap/versions.mjs'
import { cppCompiler } from './cpp-compiler.mjs'
import { node24 } from './node24.mjs'

const INTEGRITY = 'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew=='

const VSCODE = 'lib/vscode'

/** VS Code inside code-server, and VS Code's own extensions; each has its own list of libraries. */
const NESTED = [VSCODE, `${VSCODE}/extensions`]

/** Writes VS Code's logs, and every extension's output panel: without it the panel stays empty. */
const LOG_MODULE = '@vscode/spdlog'

/** @type {import('../bootstrap/prepare.mjs').Step} */
export const codeServer = {
  title: 'code-server',
  after: [node24, cppCompiler],
  usually: 90,
  brings: ({ cache }) =>
    `code-server ${CODE_SERVER_VERSION} for the extension's tests in ${cache} (from npm; its log module is compiled)`,

  async find({ cache }) {
    const folder = join(folderOf(cache), 'node_modules/code-server')
    if (!(await exists(folder))) return null
    return { note: `${CODE_SERVER_VERSION} in the cache`, env: { SANDRUN_CODE_SERVER: folder } }
  },

  async bring({ cache, env }, progress) {
    /** @param {string} folder */
    const finish = async (folder) => {
      await installNested(folder, env, progress)
      await buildLogModule(folder, env, progress)
    }
    const item = { name: 'code-server', version: CODE_SERVER_VERSION, folder: folderOf(cache), integrity: INTEGRITY }
    await bringNpmPackage({ ...item, finish }, progress)
  },
}

/** @param {string} cache */
function folderOf(cache) {
  // Earlier ones had no log module, and a folder that exists counts as complete.
  return join(cache, 'toolchain', `code-server-${CODE_SERVER_VERSION}-log`)
}

/**
 * Does what code-server's install script does, without compiling: terminals and file watchers come compiled.
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

/**
 * Compiles the log module, against the headers of the Node that will load it.
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 * @param {import('../bootstrap/prepare.mjs').Progress} progress
 */
async function buildLogModule(folder, env, { detail, signal }) {
  detail(`compiling ${LOG_MODULE}`)
  const node = dirname(dirname(env.SANDRUN_NODE ?? process.execPath))
  // Without them node-gyp asks nodejs.org.
  const headers = (await exists(join(node, 'include/node/node_api.h'))) ? { npm_config_nodedir: node } : {}
  await runCommand('npm', ['rebuild', LOG_MODULE, '--foreground-scripts'], {
    cwd: join(folder, 'node_modules/code-server', VSCODE),
    env: { ...env, ...headers, JOBS: 'max' },
    signal,
    onLine: detail,
    todo: 'It needs g++, make, python3 and the headers of Node. Fix what the lines above name, then run it again.',
  })
}
