import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readOsRelease } from '../bootstrap/apt.mjs'
import { runCommand } from '../bootstrap/command.mjs'
import { machineMirrors } from './mirrors.mjs'
import { NEVER_UNPACKED, slimDown } from './slim-rootfs.mjs'

const RELEASE = 'trixie'
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'
/** Not /tmp, which may be small, in memory, or mounted noexec. */
const WORK_FOLDER = '/var/tmp'

/** The packages with the tool that makes the folder, and with the keys of Debian's releases. */
export const DEBIAN_TOOLS = ['mmdebstrap', 'debian-archive-keyring']

/**
 * Makes a folder with the files of the base image from Debian's own packages, for machines that reach a mirror but no
 * registry. The caller removes the folder.
 * @param {string} todo what to do where the mirror is out of reach
 * @param {import('../bootstrap/prepare.mjs').Progress} progress
 * @returns {Promise<string>}
 */
export async function makeDebianFolder(todo, { detail, signal }) {
  const mirrors = await machineMirrors(await readOsRelease())
  const folder = await mkdtemp(join(WORK_FOLDER, 'sandrun-base-'))
  try {
    await runCommand('mmdebstrap', [...options(mirrors.archive), RELEASE, folder, mirrors.archive], {
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
      signal,
      onLine: detail,
      todo: `Check the connection to ${mirrors.archive}, or ${todo}`,
    })
    await slimDown(folder, RELEASE, mirrors)
    return folder
  } catch (error) {
    await removeDebianFolder(folder)
    throw error
  }
}

/**
 * Makes an image from such a folder.
 * @param {import('./engine.mjs').DockerEngine} engine
 * @param {string} tag
 * @param {string} folder
 */
export async function importDebianFolder(engine, tag, folder) {
  await engine.importImage(tag, tarOf(folder), [
    'CMD ["bash"]',
    'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  ])
}

/** @param {string} mirror */
function options(mirror) {
  const found = ['--variant=minbase', '--mode=root', '--dpkgopt=force-unsafe-io']
  for (const pattern of NEVER_UNPACKED) found.push(`--dpkgopt=path-exclude=${pattern}`)
  // apt in the image has to check the mirror's certificate.
  if (mirror.startsWith('https:')) found.push('--include=ca-certificates')
  if (existsSync(KEYRING)) found.push(`--keyring=${KEYRING}`)
  return found
}

/** @param {string} folder */
function tarOf(folder) {
  const tar = spawn('tar', ['--numeric-owner', '--one-file-system', '-C', folder, '-c', '.'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  tar.once('exit', (code) => {
    if (code !== 0) tar.stdout.destroy(new Error(`tar ended with exit code ${code}`))
  })
  return tar.stdout
}

/**
 * An interrupted mmdebstrap may leave /proc and /sys mounted; nothing may be deleted from them.
 * @param {string} folder
 */
export async function removeDebianFolder(folder) {
  const mounts = await readFile('/proc/self/mounts', 'utf8')
  const below = mounts
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => path.startsWith(`${folder}/`))
  for (const path of below.toReversed()) await runCommand('umount', [path])
  await rm(folder, { recursive: true, force: true })
}
