/** The folder of the command line's bundles, below the clone; each has its own folder. */
export const BUNDLES = 'service/dist/command'

/** Below BUNDLES: names the current bundle and its inputs. */
export const INDEX = 'index.json'

/**
 * `node` is the lowest version that runs it, major and minor; `build` its folder; `inputs` are files below the clone
 * and their facts.
 * @typedef {{ node: [number, number], build: string, inputs: [path: string, facts: string][] }} BundleIndex
 */

/**
 * The bundle's entry; null if there is none for this Node, or if one of its inputs has changed. Every command waits for
 * this, so it imports nothing: importing `node:fs` by name takes longer than the whole check.
 * @param {string} root the folder of the clone
 * @returns {string | null}
 */
export function findBundle(root) {
  // In Node since 20.16.
  const { readFileSync, statSync } = process.getBuiltinModule?.('node:fs') ?? {}
  if (readFileSync === undefined) return null
  /** @type {BundleIndex} */
  let index
  try {
    index = JSON.parse(readFileSync(`${root}/${BUNDLES}/${INDEX}`, 'utf8'))
  } catch {
    return null
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [leastMajor, leastMinor] = index.node
  if (major < leastMajor || (major === leastMajor && minor < leastMinor)) return null
  const entry = entryOf(root, index.build)
  if (statSync(entry, QUIET) === undefined) return null
  return index.inputs.every(([path, facts]) => factsOf(`${root}/${path}`) === facts) ? entry : null
}

const QUIET = /** @type {const} */ ({ throwIfNoEntry: false })

/**
 * @param {string} root
 * @param {string} build
 */
export function entryOf(root, build) {
  return `${root}/${BUNDLES}/${build}/main.js`
}

/**
 * The facts that change when a file is written: its size, and its ctime, which nobody can set. Hashing the contents
 * would cost more than the bundle saves.
 * @param {string} path
 */
export function factsOf(path) {
  const facts = process.getBuiltinModule('node:fs').statSync(path, QUIET)
  return facts === undefined ? '' : `${facts.size} ${facts.ctimeMs}`
}
