import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

const DEFAULTS = { archive: 'http://deb.debian.org/debian', security: 'http://deb.debian.org/debian-security' }

/**
 * The Debian mirrors of this machine: the nearest, and often the only ones it may reach.
 * @param {Record<string, string>} osRelease
 * @returns {Promise<{ archive: string, security: string }>}
 */
export async function machineMirrors({ ID, VERSION_CODENAME }) {
  // Other distributions' mirrors have no Debian.
  if (ID !== 'debian' || !VERSION_CODENAME) return DEFAULTS
  return readMirrors(await sourceTexts('/etc/apt'), VERSION_CODENAME)
}

/**
 * @param {readonly string[]} texts contents of sources.list and of sources.list.d/*, in either format
 * @param {string} codename the machine's own release
 * @returns {{ archive: string, security: string }}
 */
export function readMirrors(texts, codename) {
  const entries = texts.flatMap((text) => (/^\s*URIs:/im.test(text) ? deb822Entries(text) : oneLineEntries(text)))
  const usable = entries.filter(({ uri }) => /^https?:\/\//.test(uri))
  /** @param {string} suite */
  const uriOf = (suite) => usable.find((entry) => entry.suites.includes(suite))?.uri
  return {
    archive: uriOf(codename) ?? DEFAULTS.archive,
    security: uriOf(`${codename}-security`) ?? DEFAULTS.security,
  }
}

/**
 * `deb [options] uri suite component…`
 * @param {string} text
 */
function oneLineEntries(text) {
  const lines = text.matchAll(/^\s*deb\s+(?:\[[^\]]*\]\s*)?(\S+)\s+(\S+)/gm)
  return Array.from(lines, ([, uri = '', suite = '']) => ({ uri: withoutSlash(uri), suites: [suite] }))
}

/**
 * Paragraphs of `Types:`, `URIs:`, `Suites:`.
 * @param {string} text
 */
function deb822Entries(text) {
  return text.split(/\n\s*\n/).flatMap((paragraph) => {
    /** @param {string} name */
    const field = (name) => new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(paragraph)?.[1]?.trim().split(/\s+/) ?? []
    if (!field('Types').includes('deb') || field('Enabled')[0] === 'no') return []
    return field('URIs').map((uri) => ({ uri: withoutSlash(uri), suites: field('Suites') }))
  })
}

/** @param {string} uri */
function withoutSlash(uri) {
  return uri.replace(/\/$/, '')
}

/** @param {string} folder */
async function sourceTexts(folder) {
  const names = await readdir(join(folder, 'sources.list.d')).catch(() => [])
  const files = [
    'sources.list',
    ...names.filter((name) => /\.(list|sources)$/.test(name)).map((name) => `sources.list.d/${name}`),
  ]
  return Promise.all(files.map((file) => readFile(join(folder, file), 'utf8').catch(() => '')))
}
