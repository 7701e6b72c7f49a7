import type { RunResult } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { Inconclusive, isContained } from '../attack.ts'
import { FORK_BOMB, processesOutcome } from './fork-bomb.ts'

function resultOf(stdout: string): Pick<RunResult, 'verdict' | 'run'> {
  const figures = { wallMs: 1, cpuMs: 1, memoryKb: 1, memorySource: 'rss' } as const
  const truncated = { stdout: 0, stderr: 0 }
  return { verdict: 'cpu-limit', run: { exitCode: null, signal: 'SIGKILL', stdout, stderr: '', truncated, ...figures } }
}

it.each([
  ['48 processes\n', true],
  ['49 processes\n', false],
])('compares the number of processes with the limit: %j', (stdout, expected) => {
  const outcome = processesOutcome(resultOf(stdout))
  expect(outcome).toContain(`its limit of processes: ${parseInt(stdout, 10)} of 48`)
  expect(isContained(FORK_BOMB.contained, outcome)).toBe(expected)
})

it('is open if the program ended without a limit', () => {
  const outcome = processesOutcome({ ...resultOf('48 processes\n'), verdict: 'ok' })
  expect(isContained(FORK_BOMB.contained, outcome)).toBe(false)
})

it('is inconclusive if the program did not count', () => {
  expect(() => processesOutcome(resultOf(''))).toThrow(Inconclusive)
})
