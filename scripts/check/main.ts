import { addTallies, describeTally, EMPTY_TALLY, hasPassed } from '../test/tally.ts'
import { checkPart } from '../test/check-part.ts'
import { vitestPart } from '../test/vitest-part.ts'

/** Every check is made even when one fails, so that one run shows all there is to mend. */
const tally = [await checkPart(), await vitestPart('unit')].reduce(addTallies, EMPTY_TALLY)
console.log(describeTally(tally))
process.exitCode = hasPassed(tally) ? 0 : 1
