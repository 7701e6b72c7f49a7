import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The folders of daemons; a user's PATH often leaves them out. */
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin']

/**
 * The full path of the first of these programs that exists, or null.
 * @param {readonly string[]} names
 * @param {NodeJS.ProcessEnv} env
 */
export function findProgram(names, env) {
  const folders = [...(env.PATH ?? '').split(delimiter), ...SYSTEM_FOLDERS]
  for (const name of names) {
    const found = folders.map((folder) => join(folder, name)).find(isExecutable)
    if (found) return found
  }
  return null
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
