import { parseOwnReport } from './reports.ts'
import { runSuite } from './suite.ts'
import { EMPTY_TALLY, type Tally } from './tally.ts'

/** The latest begin after that of the tests, so that all of them take less than 90 minutes. */
const LAST_BEGIN_MINUTES = 62
/** On a fresh machine; with the guest's Debian in the cache, half of this. */
const MOST_MINUTES = 22

const PARTS = ['verdicts', 'agent', 'escape', 'tampering'].flatMap((part) => ['--part', part])

const NOT_TESTED: Tally = { ...EMPTY_TALLY, skipped: 1 }

/** Tests another platform in a guest, with one container engine, if there is time. Says why if it does not. */
export async function platformsPart(): Promise<Tally> {
  const minutes = Math.round(performance.now() / 60_000)
  if (process.getuid?.() !== 0) return notTested('only root can make the guest')
  if (minutes > LAST_BEGIN_MINUTES) return notTested(`the other tests have taken ${minutes} minutes`)
  const tally = await runSuite({
    name: 'platforms',
    command: () => [process.execPath, 'scripts/platforms/main.ts', '--engine', 'runc', ...PARTS],
    env: (report) => ({ SANDRUN_TEST_REPORT: report }),
    timeoutMinutes: MOST_MINUTES,
    parse: parseOwnReport,
  })
  // The guest's kernel can fail, which says nothing about Sandrun.
  const hasReport = tally.passed > 0 || tally.failures !== undefined
  return hasReport ? tally : notTested('the guest failed, as the lines above say')
}

function notTested(why: string): Tally {
  console.log(`\nplatforms: not tested, because ${why}. To test them: npm run test:platforms`)
  return NOT_TESTED
}
