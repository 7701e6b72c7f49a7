import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { ROOT } from './prepare.mjs'

const FORWARDED = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

/**
 * Runs a TypeScript program of the clone with Node 24 instead of this process: same terminal, same signals, same exit
 * code.
 * @param {string} script path below the clone
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env as returned by `prepare`; `SANDRUN_NODE` is Node 24
 * @returns {Promise<never>}
 */
export async function handOver(script, args, env) {
  const child = spawn(env.SANDRUN_NODE ?? process.execPath, [join(ROOT, script), ...args], { stdio: 'inherit', env })
  // A terminal sends Ctrl+C to both processes; a `kill` reaches only this one. The child treats both as one.
  for (const name of FORWARDED) process.on(name, () => child.kill(name))
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode, signal) => resolve(exitCode ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
  process.exit(code)
}
