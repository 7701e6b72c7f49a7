import { addTallies, describeTally, EMPTY_TALLY, hasPassed } from '../test/tally.ts'
import { checkPart } from '../test/check-part.ts'
import { vitestPart } from '../test/vitest-part.ts'

/** Every check runs even if one fails, so that one run shows all there is to fix. */
const tally = [await checkPart(), await vitestPart('unit')].reduce(addTallies, EMPTY_TALLY)
console.log(describeTally(tally))
process.exitCode = hasPassed(tally) ? 0 : 1
