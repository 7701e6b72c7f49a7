import { readFile } from 'node:fs/promises'
import { runCommand } from './command.mjs'
import { SetupError } from './setup-error.mjs'

/** The fields of /etc/os-release. @returns {Promise<Record<string, string>>} */
export async function readOsRelease() {
  return parseOsRelease(await readFile('/etc/os-release', 'utf8').catch(() => ''))
}

/**
 * @param {string} text
 * @returns {Record<string, string>}
 */
export function parseOsRelease(text) {
  const fields = text.matchAll(/^([A-Z_]+)="?([^"\n]*)"?$/gm)
  return Object.fromEntries(Array.from(fields, ([, name, value]) => [name, value]))
}

/** @param {Record<string, string>} osRelease */
export function isDebianLike({ ID = '', ID_LIKE = '' }) {
  return [ID, ...ID_LIKE.split(' ')].includes('debian')
}

/**
 * Installs packages with apt, or says why it can't.
 * @param {readonly string[]} packages
 * @param {{ purpose: string, todo: string }} reason `todo` is what to do without apt or root
 * @param {import('./prepare.mjs').Progress} progress
 */
export async function installPackages(packages, { purpose, todo }, { detail, signal }) {
  const system = await readOsRelease()
  if (!isDebianLike(system)) {
    const why = `Sandrun can install it only on Debian and Ubuntu; this is ${system.PRETTY_NAME ?? process.platform}.`
    throw new SetupError(`${purpose} is missing.`, { why, todo })
  }
  if (process.getuid?.() !== 0) {
    throw new SetupError(`${purpose} is missing, and only root can install it.`, { todo })
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' }
  const options = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=3']
  const failed = `Check the network and the apt sources (apt-get update), then try again. Otherwise: ${todo}`
  const install = [...options, 'install', '-y', '--no-install-recommends', ...packages]
  await inTurn(async () => {
    signal.throwIfAborted()
    if (!listsAreFresh) {
      detail('apt-get update')
      await runCommand('apt-get', [...options, 'update'], { env, signal, onLine: detail, todo: failed })
      listsAreFresh = true
    }
    detail(`apt-get install ${packages.join(' ')}`)
    await runCommand('apt-get', install, { env, signal, onLine: detail, todo: failed })
  })
}

/** Whether this process has fetched the package lists, which several steps need. */
let listsAreFresh = false

/** @type {Promise<void>} */
let lastTurn = Promise.resolve()

/**
 * One at a time: apt fails if another process has its lists.
 * @param {() => Promise<void>} work
 */
function inTurn(work) {
  const turn = lastTurn.then(work)
  lastTurn = turn.catch(() => {})
  return turn
}
