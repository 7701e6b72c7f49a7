import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Folders that no sandbox needs. The copyright files stay, as the licences require. */
const EXCLUDED = ['doc', 'info', 'lintian', 'linda', 'locale', 'man']

/** What is not even unpacked of the first packages: deleting it later takes longer. */
export const NEVER_UNPACKED = EXCLUDED.filter((name) => name !== 'doc').map((name) => `/usr/share/${name}/*`)

/**
 * Turns a fresh minbase root file system into the equivalent of the official slim image: no manuals, now or after a
 * later apt-get install; no apt caches; the sources a Dockerfile may install from.
 * @param {string} folder
 * @param {string} release
 * @param {{ archive: string, security: string }} mirrors
 */
export async function slimDown(folder, release, mirrors) {
  await Promise.all(Object.entries(files(release, mirrors)).map(([path, text]) => put(join(folder, path), text)))
  await put(join(folder, 'etc/apt/sources.list'), '')
  // Of the tool that made it.
  await rm(join(folder, 'etc/dpkg/dpkg.cfg.d/99mmdebstrap'), { force: true })
  for (const name of EXCLUDED) await removeShared(join(folder, 'usr/share', name))
  for (const path of ['var/lib/apt/lists', 'var/cache/apt', 'var/log']) await empty(join(folder, path))
}

/**
 * @param {string} release
 * @param {{ archive: string, security: string }} mirrors
 * @returns {Record<string, string>}
 */
function files(release, { archive, security }) {
  const excludes = EXCLUDED.map((name) => `path-exclude /usr/share/${name}/*\n`)
  const signedBy = 'Components: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.pgp\n'
  return {
    'etc/dpkg/dpkg.cfg.d/docker': [...excludes, 'path-include /usr/share/doc/*/copyright\n'].join(''),
    // An image is discarded if its build fails, so there is no use in syncing each file to the disk.
    'etc/dpkg/dpkg.cfg.d/docker-apt-speedup': 'force-unsafe-io\n',
    'etc/apt/apt.conf.d/docker-clean': [
      'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };',
      'Dir::Cache::pkgcache "";\nDir::Cache::srcpkgcache "";\nAcquire::Languages "none";\n',
    ].join('\n'),
    // No daemon may start during an installation.
    'usr/sbin/policy-rc.d': '#!/bin/sh\nexit 101\n',
    'etc/apt/sources.list.d/debian.sources': [
      `Types: deb\nURIs: ${archive}\nSuites: ${release} ${release}-updates ${release}-backports\n${signedBy}`,
      `Types: deb\nURIs: ${security}\nSuites: ${release}-security\n${signedBy}`,
    ].join('\n'),
  }
}

/**
 * @param {string} path
 * @param {string} text
 */
async function put(path, text) {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text, { mode: path.endsWith('policy-rc.d') ? 0o755 : 0o644 })
}

/** @param {string} folder */
async function removeShared(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    if (!folder.endsWith('/doc')) await rm(join(folder, entry.name), { recursive: true })
    else if (entry.isDirectory()) await keepCopyright(join(folder, entry.name))
  }
}

/** @param {string} folder */
async function keepCopyright(folder) {
  const names = await readdir(folder)
  for (const name of names) if (name !== 'copyright') await rm(join(folder, name), { recursive: true })
}

/** Deletes files and keeps folders: apt and some packages need theirs. @param {string} folder */
async function empty(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name)
    await (entry.isDirectory() ? empty(path) : rm(path))
  }
}
