import { describeError } from '../bootstrap/setup-error.mjs'
import { showStep } from '../bootstrap/step-line.mjs'
import { CHECKS, runCheck } from './checks.ts'
import { addTallies, EMPTY_TALLY, ONE_FAILED, ONE_PASSED, type Tally } from './tally.ts'

/** Format, lint, types and unused code; each counts as one test. */
export async function checkPart(): Promise<Tally> {
  let tally = EMPTY_TALLY
  for (const check of CHECKS) {
    try {
      await showStep(check.name, () => runCheck(check))
      tally = addTallies(tally, ONE_PASSED)
    } catch (error) {
      console.error(describeError(error))
      tally = addTallies(tally, ONE_FAILED)
    }
  }
  return tally
}
