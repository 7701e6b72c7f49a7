import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Where everything lives that is brought for Sandrun but is not the machine's: toolchains, test browsers' servers,
 * logs. Outside the clone, so that a second clone starts at once.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} [home]
 */
export function cacheFolder(env, home = homedir()) {
  if (env.SANDRUN_CACHE) return env.SANDRUN_CACHE
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'sandrun')
}

/**
 * Where Node keeps what it has compiled of the command line (node:module, enableCompileCache).
 * @param {string} cache
 */
export function compiledFolder(cache) {
  return join(cache, 'command')
}
