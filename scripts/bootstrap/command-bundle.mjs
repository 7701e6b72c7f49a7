/** Where bundles of the command line lie, each in a folder of its own, below the clone. */
export const BUNDLES = 'service/dist/command'

/** Below BUNDLES: names the bundle in use, and says what it was made from. */
export const INDEX = 'index.json'

/**
 * `node` is the least version that runs it, major and minor; `build` its folder; `inputs` are files below the clone and what
 * they were like.
 * @typedef {{ node: [number, number], build: string, inputs: [path: string, facts: string][] }} BundleIndex
 */

/**
 * The bundle's entry; null where there is none for this Node, or one of the files it was made from is another now. Every
 * command waits for this, so it imports nothing: `node:fs` by its name takes longer than the whole look.
 * @param {string} root the folder of the clone
 * @returns {string | null}
 */
export function findBundle(root) {
  // Node has it since 20.16.
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
 * What differs once a file was written: its size, and when the kernel last changed it, which nobody can set. Hashing the
 * contents would cost more than the bundle saves.
 * @param {string} path
 */
export function factsOf(path) {
  const facts = process.getBuiltinModule('node:fs').statSync(path, QUIET)
  return facts === undefined ? '' : `${facts.size} ${facts.ctimeMs}`
}
