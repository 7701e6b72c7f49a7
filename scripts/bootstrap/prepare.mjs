import { fileURLToPath } from 'node:url'
import { cacheFolder } from './cache-folder.mjs'
import { askConsent } from './consent.mjs'
import { showStep } from './step-line.mjs'
import { SetupError } from './setup-error.mjs'
import { isAtLeast } from './versions.mjs'

/**
 * What a step knows of the machine.
 * @typedef {{ env: NodeJS.ProcessEnv, cache: string, root: string }} Machine
 *
 * What a step has found: a note for the line that is printed, and what later steps and programs need in their
 * environment.
 * @typedef {{ note: string, env?: NodeJS.ProcessEnv }} Found
 *
 * What `bring` gets to say how far it is, and to be stopped by.
 * @typedef {{ detail: (text: string) => void, signal: AbortSignal }} Progress
 *
 * One thing a machine needs. `find` looks and changes nothing; `bring` installs it, after which `find` must find it.
 * `after` names the steps without which it can not begin, `usually` is how many seconds it takes to bring.
 * @typedef {{
 *   title: string,
 *   after?: readonly Step[],
 *   usually?: number,
 *   brings: (machine: Machine) => string,
 *   find: (machine: Machine) => Promise<Found | null>,
 *   bring: (machine: Machine, progress: Progress) => Promise<void>,
 * }} Step
 */

/** The folder of the clone. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/**
 * Looks for everything, asks once for all that is missing, brings it, and gives back the environment for whatever
 * comes next.
 * @param {readonly Step[]} steps in the order they need each other; those that do not are taken side by side
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
export async function prepare(steps) {
  if (!isAtLeast(process.version, '20.0.0')) {
    throw new SetupError(`Node ${process.version} is too old.`, { todo: 'Install Node 20 or newer.' })
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
 * Each as soon as those are done that it comes after. The first failure stops the others, and is the one that is told.
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
    const work = before.then(() => {
      signal.throwIfAborted()
      return showStep(step.title, (detail) => take(step, machine, { detail, signal }), { usually })
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
  // A copy: what is found here is found again, and told, when the step has its turn.
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
 * Ctrl+C stops the command that is running and lets the step tidy up behind itself before the process ends.
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
