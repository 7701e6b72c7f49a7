import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SetupError } from '../bootstrap/setup-error.mjs'

/**
 * How to reach an engine, as options of node:http and node:https.
 * @typedef {{ host: string, secure: boolean, options: import('node:https').RequestOptions }} EngineAddress
 */

/** The default sockets of engines: the system's, the rootless one's, Docker Desktop's. */
const DEFAULT_SOCKET = '/var/run/docker.sock'

/**
 * Where to look for an engine, the likeliest first. If `DOCKER_HOST` is set, only there.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]}
 */
export function engineHosts(env) {
  if (env.DOCKER_HOST) return [env.DOCKER_HOST]
  const sockets = [DEFAULT_SOCKET]
  if (env.XDG_RUNTIME_DIR) sockets.push(join(env.XDG_RUNTIME_DIR, 'docker.sock'))
  if (env.HOME) sockets.push(join(env.HOME, '.docker/run/docker.sock'), join(env.HOME, '.docker/desktop/docker.sock'))
  return sockets.map((path) => `unix://${path}`)
}

/**
 * @param {string} host as in DOCKER_HOST
 * @param {NodeJS.ProcessEnv} env
 * @returns {EngineAddress}
 */
export function parseHost(host, env) {
  if (host.startsWith('unix://')) return { host, secure: false, options: { socketPath: host.slice('unix://'.length) } }
  if (!/^(tcp|http|https):\/\//.test(host)) throw unsupported(host)
  const secure = Boolean(env.DOCKER_TLS_VERIFY) || host.startsWith('https://')
  const { hostname, port } = new URL(host.replace(/^tcp:/, 'http:'))
  const options = { host: hostname, port: port || (secure ? 2376 : 2375) }
  return { host, secure, options: secure ? { ...options, ...certificates(env) } : options }
}

/** @param {NodeJS.ProcessEnv} env */
function certificates(env) {
  const folder = env.DOCKER_CERT_PATH ?? join(env.HOME ?? '/', '.docker')
  /** @param {string} name */
  const read = (name) => readFileSync(join(folder, `${name}.pem`))
  return { ca: read('ca'), cert: read('cert'), key: read('key') }
}

/** @param {string} host */
function unsupported(host) {
  return new SetupError(`Sandrun can't connect to DOCKER_HOST=${host}.`, {
    why: 'Sandrun supports unix:// and tcp://.',
    todo: 'For ssh: ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock HOST & export DOCKER_HOST=unix:///tmp/docker.sock',
  })
}
