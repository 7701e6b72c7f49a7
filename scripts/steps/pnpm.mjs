import { delimiter, join } from 'node:path'
import { runCommand } from '../bootstrap/command.mjs'
import { bringNpmPackage, exists } from '../bootstrap/npm-package.mjs'
import { PNPM_VERSION } from '../bootstrap/versions.mjs'
import { node24 } from './node24.mjs'

const INTEGRITY = 'sha512-Zv2CeO4ok1zpUXktNDZ/869cQyonVkRYIwKVM4NbjaUpu+C+UTCv1W7QcT+4eJ5Hutgtk71a4v5UsVVi1idu8A=='

/** @type {import('../bootstrap/prepare.mjs').Step} */
export const pnpm = {
  title: 'pnpm',
  after: [node24],
  usually: 5,
  brings: ({ cache }) => `pnpm ${PNPM_VERSION} in ${cache} (70 MB, from npm)`,

  async find({ env, cache }) {
    const bin = join(folderOf(cache), 'node_modules/.bin')
    if (!(await exists(bin))) return null
    return { note: `${PNPM_VERSION} in the cache`, env: { PATH: `${bin}${delimiter}${env.PATH}` } }
  },

  async bring({ cache }, progress) {
    const item = {
      name: 'pnpm',
      version: PNPM_VERSION,
      folder: folderOf(cache),
      integrity: INTEGRITY,
      finish: linkBinary,
    }
    await bringNpmPackage(item, progress)
  },
}

/** @param {string} cache */
function folderOf(cache) {
  return join(cache, 'toolchain', `pnpm-${PNPM_VERSION}`)
}

/**
 * pnpm's install script replaces a placeholder with the native binary. It is called directly, so it runs even if
 * npm is configured not to run install scripts.
 * @param {string} folder
 */
async function linkBinary(folder) {
  const cwd = join(folder, 'node_modules/pnpm')
  await runCommand(process.execPath, ['install.js'], { cwd })
}
