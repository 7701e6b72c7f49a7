import { describeError } from '../bootstrap/setup-error.mjs'
import { showStep } from '../bootstrap/step-line.mjs'
import { buildImages } from '../start/images.ts'
import { extractAgent } from './agent-binary.ts'
import { checkPart } from './check-part.ts'
import { languagesPart } from './languages-part.ts'
import { leftoverPart } from './leftovers.ts'
import { chooseParts, needsDocker, type PartName } from './part-names.mjs'
import { platformsPart } from './platforms-part.ts'
import { scriptPart } from './script-part.ts'
import { addTallies, describeTally, EMPTY_TALLY, hasPassed, listFailures, ONE_FAILED, type Tally } from './tally.ts'
import { vitestPart } from './vitest-part.ts'

/** It takes half of this, and builds missing languages itself. */
const DOCKER_MINUTES = 60

const PARTS: Record<PartName, () => Promise<Tally>> = {
  check: checkPart,
  unit: () => vitestPart('unit'),
  agent: async () => {
    await showStep('Agent', extractAgent)
    return vitestPart('agent')
  },
  docker: () => vitestPart('docker', { timeoutMinutes: DOCKER_MINUTES }),
  web: () => vitestPart('web'),
  extension: () => scriptPart('extension', 'extension/test/run.mjs'),
  e2e: () => scriptPart('e2e', 'extension/test/e2e.mjs'),
  languages: languagesPart,
  platforms: platformsPart,
}

/** A part that can't even begin counts as one failure, and the others still run. */
async function guarded(work: () => Promise<Tally>): Promise<Tally> {
  try {
    return await work()
  } catch (error) {
    console.error(describeError(error))
    return ONE_FAILED
  }
}

async function imagePart(): Promise<Tally> {
  await buildImages()
  return EMPTY_TALLY
}

const names = chooseParts(process.argv.slice(2))
const withDocker = needsDocker(names)
const parts = [
  ...(withDocker ? [{ part: 'images', work: imagePart }] : []),
  ...names.map((part) => ({ part, work: PARTS[part] })),
  ...(withDocker ? [{ part: 'leftovers', work: leftoverPart }] : []),
]

const tallies: (Tally & { part: string })[] = []
for (const { part, work } of parts) tallies.push({ part, ...(await guarded(work)) })
const tally = tallies.reduce<Tally>(addTallies, EMPTY_TALLY)
const failures = listFailures(tallies)
if (failures.length > 0) console.log(`\n── failed ──\n${failures.map((failure) => `✗ ${failure}`).join('\n')}`)
// The last line, alone: scripts read it.
console.log(`\n${describeTally(tally)}`)
process.exitCode = hasPassed(tally) ? 0 : 1
