import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * The folder for everything that Sandrun downloads for itself: toolchains, test browsers' servers, logs. It is outside
 * the clone, so that a second clone starts at once.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} [home]
 */
export function cacheFolder(env, home = homedir()) {
  if (env.SANDRUN_CACHE) return env.SANDRUN_CACHE
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'sandrun')
}

/**
 * The folder of Node's compile cache for the command line (node:module, enableCompileCache).
 * @param {string} cache
 */
export function compiledFolder(cache) {
  return join(cache, 'command')
}
