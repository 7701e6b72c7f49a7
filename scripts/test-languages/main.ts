import { testLanguages } from '../test/languages-part.ts'
import { hasPassed } from '../test/tally.ts'

/** Enough to build every image on a fresh machine, and to test them all. */
const TIMEOUT_MINUTES = 180

const options = process.argv.slice(2)
const tally = await testLanguages(options.length > 0 ? options : ['--all'], TIMEOUT_MINUTES)
process.exitCode = hasPassed(tally) ? 0 : 1
