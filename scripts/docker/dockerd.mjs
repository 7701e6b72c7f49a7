import { spawn } from 'node:child_process'
import { mkdirSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { findProgram } from '../bootstrap/find-program.mjs'
import { messageOf, SetupError } from '../bootstrap/setup-error.mjs'
import { findEngine } from './find-engine.mjs'

const START_TIMEOUT_MS = 60_000
const POLL_MS = 200
const SHOWN_LOG_LINES = 12

/**
 * Starts dockerd if no service manager does. It keeps running after this process, like a service; its log and pid are
 * in the folder.
 * @param {{ env: NodeJS.ProcessEnv, folder: string, args: readonly string[] }} setting
 * @param {import('../bootstrap/prepare.mjs').Progress} progress
 */
export async function startDockerd({ env, folder, args }, progress) {
  mkdirSync(folder, { recursive: true })
  const logFile = join(folder, 'dockerd.log')
  const log = openSync(logFile, 'a')
  const program = findProgram(['dockerd'], env) ?? 'dockerd'
  progress.detail(`${program}, log in ${logFile}`)
  const child = spawn(program, ['--pidfile', join(folder, 'dockerd.pid'), ...args], {
    // dockerd finds runc and iptables through PATH, and a login shell's may lack sbin.
    env: { ...env, PATH: `${env.PATH}:/usr/sbin:/sbin` },
    stdio: ['ignore', log, log],
    detached: true,
  })
  child.unref()
  const stopped = new AbortController()
  child.once('error', (error) => stopped.abort(error))
  child.once('exit', (code) => stopped.abort(new Error(`dockerd ended with exit code ${code}`)))
  try {
    await waitForEngine(env, { ...progress, signal: AbortSignal.any([progress.signal, stopped.signal]) }, logFile)
  } catch (error) {
    progress.signal.throwIfAborted()
    const lines = (await readFile(logFile, 'utf8')).trimEnd().split('\n')
    throw new SetupError("Docker didn't start.", {
      why: `${messageOf(error)}\n${lines.slice(-SHOWN_LOG_LINES).join('\n')}`,
      todo: `Read ${logFile}. It needs root, iptables, and cgroups mounted below /sys/fs/cgroup.`,
    })
  }
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {import('../bootstrap/prepare.mjs').Progress} progress
 * @param {string} whereToLook the log, for the error
 */
export async function waitForEngine(env, { detail, signal }, whereToLook) {
  const deadline = Date.now() + START_TIMEOUT_MS
  while (Date.now() < deadline) {
    const found = await findEngine(env)
    if (found.engine) return
    detail(`waiting for Docker: ${found.reason.message}`)
    await wait(POLL_MS, undefined, { signal }).catch(() => signal.throwIfAborted())
  }
  throw new SetupError(`Docker did not answer within ${START_TIMEOUT_MS / 1000} s.`, {
    todo: `Read ${whereToLook}.`,
  })
}
