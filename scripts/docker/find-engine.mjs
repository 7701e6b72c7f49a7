import { engineHosts, parseHost } from './address.mjs'
import { DockerEngine } from './engine.mjs'

/**
 * The first engine that answers, or why the likeliest one does not.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ engine: DockerEngine, version: string } | { engine: null, reason: NodeJS.ErrnoException }>}
 */
export async function findEngine(env) {
  /** @type {NodeJS.ErrnoException | undefined} */
  let reason
  for (const host of engineHosts(env)) {
    const engine = new DockerEngine(parseHost(host, env))
    try {
      return { engine, version: await engine.version() }
    } catch (error) {
      reason ??= error instanceof Error ? error : new Error(String(error))
    }
  }
  return { engine: null, reason: reason ?? new Error('found no Docker address') }
}

/**
 * The engine of an environment made by `prepare`: its `DOCKER_HOST` says which.
 * @param {NodeJS.ProcessEnv} env
 */
export function engineOf(env) {
  const [host] = engineHosts(env)
  return new DockerEngine(parseHost(host ?? '', env))
}
