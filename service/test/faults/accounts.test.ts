import { type RunRecord, type Verdict } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { account, type StruckFault } from './accounts.ts'
import type { Job } from './load.ts'

const DONE = 'begun\n00000000-0000-0000-0000-000000000000\ndone\n'

function job(id: string, verdict: Verdict | null, { posted = 0, ended = 1000, stdout = DONE } = {}): Job {
  const result = { run: { stdout } } as RunRecord['result']
  const record =
    verdict === null
      ? null
      : { id, language: 'bash', state: 'ended' as const, verdict, createdAt: '', timeline: [], result }
  return { key: id, id, expected: 'ok', posted, ended: verdict === null ? null : ended, record }
}

const killed: StruckFault = { name: 'the service', harm: 'all', from: 500, until: 500 }
const struck: StruckFault = { name: 'an agent', harm: 'one', from: 500, until: 500 }
const once = (jobs: readonly Job[]): Map<string, number> => new Map(jobs.map(({ id }) => [id, 1]))
const accountOf = (jobs: readonly Job[], faults: readonly StruckFault[], starts = once(jobs)): ReturnType<typeof account> =>
  account(jobs, faults, starts)

it('finds nothing wrong with runs that end correctly', () => {
  const jobs = [job('a', 'ok'), job('b', 'worker-lost'), job('c', 'internal-error')]
  expect(accountOf(jobs, [killed, struck])).toEqual({ lost: [], doubled: [], wrong: [] })
})

it('reports jobs that are lost, begun twice, or unknown to every client', () => {
  expect(accountOf([job('a', null)], [killed]).lost).toEqual(['a'])
  expect(accountOf([job('a', 'ok')], [], new Map([['a', 2]])).doubled).toEqual(['a was begun 2 times'])
  expect(
    accountOf(
      [job('a', 'ok')],
      [],
      new Map([
        ['a', 1],
        ['b', 1],
      ]),
    ).doubled,
  ).toEqual(['b was asked for by nobody'])
})

it.each([
  ['an end without all of its output', [job('a', 'ok', { stdout: 'begun\n' })], []],
  ['another verdict without a fault', [job('a', 'runtime-error')], [killed]],
  ['a lost worker long after the fault', [job('a', 'worker-lost', { posted: 60_000, ended: 61_000 })], [killed]],
  ['a lost worker where only a sandbox was struck', [job('a', 'worker-lost')], [struck]],
  ['more lost sandboxes than were struck', [job('a', 'internal-error'), job('b', 'internal-error')], [struck]],
])('reports %s', (_what, jobs, faults) => {
  expect(accountOf(jobs, faults).wrong).toHaveLength(1)
})
