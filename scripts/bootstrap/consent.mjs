import { createInterface } from 'node:readline/promises'
import { SetupError } from './setup-error.mjs'

/**
 * Whether to ask a person before anything is installed. No terminal means a script or CI, where nobody could answer;
 * `SANDRUN_YES` answers in advance.
 * @param {{ yes: string | undefined, isTerminal: boolean }} situation
 */
export function needsQuestion({ yes, isTerminal }) {
  if (yes !== undefined && /^(1|y|yes|true)$/i.test(yes.trim())) return false
  return isTerminal
}

/**
 * Enter alone means yes, since the list is right above the question.
 * @param {string} answer
 */
export function isYes(answer) {
  return /^(y|yes|)$/i.test(answer.trim())
}

/**
 * Prints the list even if nobody is asked, so that a log says what came from where.
 * @param {string[]} items what will be installed, one line each
 * @param {NodeJS.ProcessEnv} env
 */
export async function askConsent(items, env) {
  console.log('Sandrun will install:')
  for (const item of items) console.log(`  - ${item}`)
  if (!needsQuestion({ yes: env.SANDRUN_YES, isTerminal: process.stdin.isTTY })) return
  const reader = createInterface({ input: process.stdin, output: process.stdout })
  // Without this, Ctrl+C at the question would leave the promise pending and end with exit code 13.
  /** @type {Promise<undefined>} */
  const interrupted = new Promise((resolve) => {
    const giveUp = () => resolve(undefined)
    reader.once('SIGINT', giveUp).once('close', giveUp)
  })
  const answer = await Promise.race([reader.question('Continue? [Y/n] '), interrupted])
  reader.close()
  if (answer !== undefined && isYes(answer)) return
  // The cursor is still after the question.
  if (answer === undefined) console.log()
  throw new SetupError("Sandrun can't start: nothing was installed.", {
    todo: 'Answer yes, or install the items above yourself and try again.',
  })
}
