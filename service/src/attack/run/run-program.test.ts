import type { RunResult, Verdict } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { Inconclusive, type Target } from '../attack.ts'
import { runAgainstSandbox, runProgram } from './run-program.ts'

function targetThatEnds(verdict: Verdict, languages = ['c']): Target {
  const result: RunResult = {
    id: 'r',
    language: 'c',
    version: '1',
    verdict,
    message: 'It ended.',
    warnings: [],
    warm: false,
    queuedMs: 0,
    startedAt: '2026-01-01T00:00:00Z',
  }
  const connect = async (): Promise<never> => {
    throw new Error('no run of this test needs a connection')
  }
  const url = new URL('http://127.0.0.1')
  return {
    languages: new Set(languages),
    url,
    secret: '',
    signal: new AbortController().signal,
    connect,
    run: async () => result,
  }
}

const PROGRAM = { language: 'c', code: '' }

it.each<[Verdict, string]>([
  ['cancelled', 'more time'],
  ['internal-error', 'a sandbox that stays: It ended.'],
  ['worker-lost', 'a service that stays: It ended.'],
])('is inconclusive after a run that ended as %s', async (verdict, needs) => {
  await expect(runProgram(targetThatEnds(verdict), PROGRAM)).rejects.toMatchObject({ needs })
})

it('returns the loss of a sandbox that a program tries to end', async () => {
  const target = targetThatEnds('internal-error')
  await expect(runAgainstSandbox(target, PROGRAM)).resolves.toMatchObject({ verdict: 'internal-error' })
})

it('is inconclusive without the image', async () => {
  await expect(runProgram(targetThatEnds('ok', []), PROGRAM)).rejects.toBeInstanceOf(Inconclusive)
})

it('returns what ended a program', async () => {
  await expect(runProgram(targetThatEnds('memory-limit'), PROGRAM)).resolves.toMatchObject({ verdict: 'memory-limit' })
})
