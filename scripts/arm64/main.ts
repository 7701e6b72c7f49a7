import { describeError } from '../bootstrap/setup-error.mjs'
import { showStep } from '../bootstrap/step-line.mjs'
import { otherTests } from '../test/left-out.ts'
import { describeTally, hasPassed } from '../test/tally.ts'
import { vitestPart } from '../test/vitest-part.ts'
import { buildEmulated } from './emulated.ts'
import { LEFT_OUT } from './left-out.ts'

/** They start the agent of the image. */
const CONTAINERS = 'service/agent/test/container*.test.ts'
/** Thousands of processes under emulation. */
const FUZZ = 'service/agent/test/fuzz.test.ts'

const MINUTES = 20

try {
  process.exitCode = await testArm64()
} catch (error) {
  console.error(describeError(error))
  process.exitCode = 1
}

/** Returns the exit code. A left-out test that no longer exists counts as one that failed. */
async function testArm64(): Promise<number> {
  let variables: Record<string, string> = {}
  await showStep('Agent for arm64', async () => void (variables = await buildEmulated()), { usually: 30 })
  const tally = await vitestPart('agent', {
    timeoutMinutes: MINUTES,
    env: variables,
    args: [`--testNamePattern=${otherTests(LEFT_OUT)}`, ...[CONTAINERS, FUZZ].map((file) => `--exclude=${file}`)],
  })
  console.log('\nLeft out:')
  for (const { why, tests } of LEFT_OUT) console.log(`${why}\n${tests.map((name) => `  - ${name}`).join('\n')}`)
  const leftOut = LEFT_OUT.flatMap(({ tests }) => tests).length
  const isComplete = tally.skipped === leftOut
  if (!isComplete)
    console.log(`\n${tally.skipped} tests did not run, but ${leftOut} are left out: see scripts/arm64/left-out.ts`)
  console.log(`\n${describeTally(tally)}`)
  return hasPassed(tally) && isComplete ? 0 : 1
}
