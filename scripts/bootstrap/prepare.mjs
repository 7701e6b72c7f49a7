import { fileURLToPath } from 'node:url'
import { cacheFolder } from './cache-folder.mjs'
import { askConsent } from './consent.mjs'
import { showStep } from './step-line.mjs'
import { SetupError } from './setup-error.mjs'
import { isAtLeast } from './versions.mjs'

/**
 * The machine, as a step knows it.
 * @typedef {{ env: NodeJS.ProcessEnv, cache: string, root: string }} Machine
 *
 * A step's result: a note for the printed line, and what later steps and programs need in their
 * environment.
 * @typedef {{ note: string, env?: NodeJS.ProcessEnv }} Found
 *
 * How `bring` reports its progress, and learns that it must stop; `ready` resolves when the steps it needs are done.
 * @typedef {{ detail: (text: string) => void, signal: AbortSignal, ready?: Promise<unknown> }} Progress
 *
 * One thing that a machine needs. `find` changes nothing; `bring` installs it, and then `find` must find it.
 * `after` names the steps that it needs first, `usually` is how many seconds `bring` takes. An `early` step's `bring`
 * starts at once and awaits `ready` itself.
 * @typedef {{
 *   title: string,
 *   after?: readonly Step[],
 *   early?: boolean,
 *   usually?: number,
 *   brings: (machine: Machine) => string,
 *   find: (machine: Machine) => Promise<Found | null>,
 *   bring: (machine: Machine, progress: Progress) => Promise<void>,
 * }} Step
 */

/** The folder of the clone. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/**
 * Looks for everything, asks once for all that is missing, installs it, and returns the environment for what comes
 * next.
 * @param {readonly Step[]} steps in the order they need each other; independent ones run side by side
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
export async function prepare(steps) {
  if (!isAtLeast(process.version, '20.0.0')) {
    throw new SetupError(`Node.js ${process.version} is too old.`, { todo: 'Install Node.js 20 or newer.' })
  }
  /** @type {Machine} */
  const machine = { env: { ...process.env }, cache: cacheFolder(process.env), root: ROOT }

  const missing = await findMissing(steps, machine)
  if (missing.length > 0)
    await askConsent(
      missing.map((step) => `${step.brings(machine)}${step.usually ? `: about ${step.usually} s` : ''}`),
      process.env,
    )

  await untilInterrupted((signal) => takeAll(steps, new Set(missing), machine, signal))
  return machine.env
}

/**
 * Starts each step when the steps before it are done. The first failure stops the others, and is the one reported.
 * @param {readonly Step[]} steps
 * @param {ReadonlySet<Step>} missing
 * @param {Machine} machine
 * @param {AbortSignal} interrupted
 */
async function takeAll(steps, missing, machine, interrupted) {
  const failed = new AbortController()
  const signal = AbortSignal.any([interrupted, failed.signal])
  /** @type {Map<Step, Promise<void>>} */
  const taken = new Map()
  for (const step of steps) {
    const usually = missing.has(step) ? step.usually : undefined
    const before = Promise.all((step.after ?? []).map((other) => taken.get(other) ?? Promise.resolve()))
    // Its failure is reported by the step that failed, also where an early step never comes to wait for it.
    before.catch(() => {})
    const work = (step.early && missing.has(step) ? Promise.resolve() : before).then(() => {
      signal.throwIfAborted()
      return showStep(step.title, (detail) => take(step, machine, { detail, signal, ready: before }), { usually })
    })
    taken.set(step, work)
    work.catch((error) => failed.abort(error))
  }
  await Promise.allSettled(taken.values())
  if (failed.signal.aborted) throw failed.signal.reason
}

/**
 * @param {readonly Step[]} steps
 * @param {Machine} machine
 */
async function findMissing(steps, machine) {
  const missing = []
  // A copy: a step finds and reports it again when its turn comes.
  const looking = { ...machine, env: { ...machine.env } }
  for (const step of steps) {
    const found = await step.find(looking)
    if (found) Object.assign(looking.env, found.env)
    else missing.push(step)
  }
  return missing
}

/**
 * @param {Step} step
 * @param {Machine} machine
 * @param {Progress} progress
 */
async function take(step, machine, progress) {
  let found = await step.find(machine)
  if (!found) {
    await step.bring(machine, progress)
    found = await step.find(machine)
  }
  if (!found) {
    throw new SetupError(`${step.title} was installed, but Sandrun can't find it.`, {
      todo: 'Please report this bug in Sandrun.',
    })
  }
  Object.assign(machine.env, found.env)
  return found.note
}

/**
 * Ctrl+C stops the running command and lets the step clean up before the process ends.
 * @param {(signal: AbortSignal) => Promise<void>} work
 */
async function untilInterrupted(work) {
  const controller = new AbortController()
  const stop = () =>
    controller.abort(new SetupError('Interrupted.', { todo: 'Run the same command again to continue.' }))
  process.on('SIGINT', stop).on('SIGTERM', stop)
  try {
    await work(controller.signal)
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
}
