import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readOsRelease } from '../bootstrap/apt.mjs'
import { runCommand } from '../bootstrap/command.mjs'
import { slimDown } from './slim-rootfs.mjs'
import { machineMirrors } from './mirrors.mjs'

const RELEASE = 'trixie'
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'
/** Not /tmp, which may be small, in memory, or mounted noexec. */
const WORK_FOLDER = '/var/tmp'

/**
 * Makes the base image from Debian's own packages, for machines that reach a mirror but no registry.
 * @param {import('./engine.mjs').DockerEngine} engine
 * @param {string} tag
 * @param {import('../bootstrap/prepare.mjs').Progress} progress
 */
export async function debootstrapImage(engine, tag, { detail, signal }) {
  const mirrors = await machineMirrors(await readOsRelease())
  const folder = await mkdtemp(join(WORK_FOLDER, 'sandrun-base-'))
  try {
    await runCommand('debootstrap', debootstrapArgs(folder, mirrors.archive), {
      env: { ...process.env, ...(await aptProxy()), LC_ALL: 'C.UTF-8' },
      signal,
      onLine: detail,
      todo: `Check the connection to ${mirrors.archive}, or load the image yourself: docker pull ${tag}`,
    })
    await slimDown(folder, RELEASE, mirrors)
    detail(`docker import as ${tag}`)
    await engine.importImage(tag, tarOf(folder), [
      'CMD ["bash"]',
      'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    ])
  } finally {
    await removeRootfs(folder)
  }
}

/**
 * @param {string} folder
 * @param {string} mirror
 */
function debootstrapArgs(folder, mirror) {
  const options = ['--variant=minbase']
  // apt in the image has to check the mirror's certificate.
  if (mirror.startsWith('https:')) options.push('--include=ca-certificates')
  if (existsSync(KEYRING)) options.push(`--keyring=${KEYRING}`)
  return [...options, RELEASE, folder, mirror]
}

/** debootstrap downloads with wget, which ignores apt's proxy. */
async function aptProxy() {
  const dump = await runCommand('apt-config', ['dump', 'Acquire::http::Proxy'])
  const proxy = /"(http[^"]+)"/.exec(dump)?.[1]
  return proxy ? { http_proxy: proxy } : {}
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
 * An interrupted debootstrap leaves /proc and /sys mounted; nothing may be deleted from them.
 * @param {string} folder
 */
async function removeRootfs(folder) {
  const mounts = await readFile('/proc/self/mounts', 'utf8')
  const below = mounts
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => path.startsWith(`${folder}/`))
  for (const path of below.toReversed()) await runCommand('umount', [path])
  await rm(folder, { recursive: true, force: true })
}
