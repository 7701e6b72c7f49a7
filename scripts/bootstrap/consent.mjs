import { createInterface } from 'node:readline/promises'
import { SetupError } from './setup-error.mjs'

/**
 * Whether a person has to be asked before anything is installed. No terminal means a script or CI, where nobody could
 * answer; `SANDRUN_YES` is the answer given in advance.
 * @param {{ yes: string | undefined, isTerminal: boolean }} situation
 */
export function needsQuestion({ yes, isTerminal }) {
  if (yes !== undefined && /^(1|y|yes|true)$/i.test(yes.trim())) return false
  return isTerminal
}

/**
 * Just Enter means yes, since the list stands right above the question.
 * @param {string} answer
 */
export function isYes(answer) {
  return /^(y|yes|)$/i.test(answer.trim())
}

/**
 * The list is printed even where nobody is asked, so that a log says what came from where.
 * @param {string[]} items what will be installed, one line each
 * @param {NodeJS.ProcessEnv} env
 */
export async function askConsent(items, env) {
  console.log('Missing on this machine, and brought now:')
  for (const item of items) console.log(`  - ${item}`)
  if (!needsQuestion({ yes: env.SANDRUN_YES, isTerminal: process.stdin.isTTY })) return
  const reader = createInterface({ input: process.stdin, output: process.stdout })
  // Without this, Ctrl+C at the question would leave the promise pending and end with exit code 13.
  /** @type {Promise<undefined>} */
  const interrupted = new Promise((resolve) => {
    const giveUp = () => resolve(undefined)
    reader.once('SIGINT', giveUp).once('close', giveUp)
  })
  const answer = await Promise.race([reader.question('Go on? [Y/n] '), interrupted])
  reader.close()
  if (answer !== undefined && isYes(answer)) return
  // The cursor still stands behind the question.
  if (answer === undefined) console.log()
  throw new SetupError('Nothing was installed, so Sandrun can not start.', {
    todo: 'Install the things listed above yourself and try again, or answer yes.',
  })
}
