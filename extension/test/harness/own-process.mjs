import { spawn } from 'node:child_process'
import { once } from 'node:events'

const STOP_GRACE_MS = 10_000

/** Processes that would outlive this one if it is stopped. */
const children = new Set()

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    for (const child of children) signalGroup(child, 'SIGTERM')
    process.exit(1)
  })
}

/**
 * Starts a process. `stop` ends it with its whole group: first with SIGTERM. `ready` gets each piece of its output and
 * says when it is up.
 */
export async function startProcess(command, args, { env = {}, cwd, ready, name }) {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  let output = ''
  const up = Promise.withResolvers()
  const take = (data) => {
    output = (output + data).slice(-64 * 1024)
    if (process.env.SANDRUN_TEST_VERBOSE) process.stderr.write(`[${name}] ${data}`)
    if (ready?.(output)) up.resolve()
  }
  child.stdout.setEncoding('utf8').on('data', take)
  child.stderr.setEncoding('utf8').on('data', take)
  const ended = once(child, 'exit').catch((error) => error)
  void ended.then(() => up.reject(new Error(`${name} ended before it was up:\n${output}`)))
  const stop = async () => {
    signalGroup(child, 'SIGTERM')
    const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), STOP_GRACE_MS)
    await ended
    clearTimeout(timer)
    // Processes that it started and left behind.
    signalGroup(child, 'SIGKILL')
    children.delete(child)
  }
  if (ready !== undefined) {
    await up.promise.catch(async (error) => {
      await stop()
      throw error
    })
  } else up.promise.catch(() => {})
  return { stop, ended, output: () => output }
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal)
  } catch {
    // It has ended.
  }
}
