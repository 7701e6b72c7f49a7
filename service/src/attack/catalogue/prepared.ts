import type { RunResult } from '@sandrun/shared'
import { attacks, Inconclusive, type Observations, type Probe, type Target } from '../attack.ts'
import { program } from '../run/program.ts'
import { runProgram, textOf } from '../run/run-program.ts'

/** Runs until one finds a prepared runtime: the first one makes the service prepare one, which takes as long as a few runs. */
const TRIES = 20

const WHAT_CHANGED = 'what the next case finds'
const WHAT_WORKED = 'the runtime itself'

export const PREPARED: Probe = {
  id: 'prepared',
  group: 'tampering',
  impact: 'One case decides the results of the next ones, or reads their input.',
  attacks: [
    ...attacks('nothing', [WHAT_WORKED], { tries: 'read, trace or limit the runtime that waits for the next cases' }),
    ...attacks('nothing', [WHAT_CHANGED], {
      tries: 'change modules, built-in names, signals, environment or files for the next cases',
    }),
  ],
  async run(target) {
    if (!target.languages.has('python')) throw new Inconclusive('the image of python: sandrun lang build python')
    if (target.openWarm === undefined) throw new Inconclusive('a service that keeps sandboxes warm')
    await using warm = await target.openWarm()
    return preparedOutcomes(await runPrepared(warm))
  },
}

/** A case that attacks, between cases that only look. */
async function runPrepared(target: Target): Promise<RunResult> {
  const cases = ['look', 'attack', 'look', 'look'].map((stdin) => ({ stdin }))
  const request = { language: 'python', code: await program('prepared.py'), cases }
  for (let tries = 0; tries < TRIES; tries += 1) {
    const result = await runProgram(target, request)
    if (result.start === 'prepared') return result
  }
  throw new Inconclusive('a prepared runtime of Python')
}

/** What the attacking case could do, and what the cases after it find otherwise than the one before. */
export function preparedOutcomes({ cases = [], message }: RunResult): Observations {
  const [before = '', attack = '', ...after] = cases.map(textOf)
  const reported = /^((?:.+\n)*)end .*\n$/.exec(attack)
  if (!before.startsWith('end ') || reported === null || after.length === 0) {
    throw new Inconclusive(`cases that report: ${message}`)
  }
  return {
    [WHAT_WORKED]: reported[1]?.trim().replaceAll('\n', ', ') || 'nothing',
    [WHAT_CHANGED]: after.find((text) => text !== before) ?? 'nothing',
  }
}
