import { type RunRecord, SandrunError, type Verdict } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { account, type Injected } from './accounts.ts'
import type { Job, Refusal } from './load.ts'
import { plainProgram } from './programs.ts'

const DONE = 'begun\n00000000-0000-0000-0000-000000000000\ndone\n'

function job(id: string, verdict: Verdict | null, { posted = 0, ended = 1000, stdout = DONE } = {}): Job {
  const result = { run: { stdout } } as RunRecord['result']
  const record =
    verdict === null
      ? null
      : { id, language: 'bash', state: 'ended' as const, verdict, createdAt: '', timeline: [], result }
  return { key: id, id, program: plainProgram, posted, ended: verdict === null ? null : ended, record }
}

const killed: Injected = { name: 'the service', harm: 'all', answers: [], from: 500, until: 500 }
const hit: Injected = { name: 'an agent', harm: 'one', answers: [], from: 500, until: 500 }
const full: Injected = { name: 'a disk', harm: 'none', answers: ['disk-full'], from: 500, until: 500 }
const once = (jobs: readonly Job[]): Map<string, number> => new Map(jobs.map(({ id }) => [id, 1]))
const accountOf = (
  jobs: readonly Job[],
  faults: readonly Injected[],
  begun = once(jobs),
  seen = new Map(jobs.map(({ key }) => [key, new Set(['one'])])),
): ReturnType<typeof account> => account({ jobs, refusals: [] }, faults, { begun, seen })

it('finds nothing wrong with runs that end correctly', () => {
  const jobs = [job('a', 'ok'), job('b', 'worker-lost'), job('c', 'internal-error')]
  expect(accountOf(jobs, [killed, hit])).toEqual({
    lost: [],
    doubled: [],
    wrong: [],
    untrue: [],
    excused: ['worker-lost', 'internal-error'],
    unseen: [],
  })
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

it('excuses a client that loses its run only while that can happen', () => {
  const live: Job = {
    ...job('a', 'ok'),
    live: true,
    record: { error: new SandrunError('connection-lost', 'Lost.').toBody() },
  }
  const stopped: Injected = { ...full, harm: 'live' }
  expect(accountOf([live], [stopped])).toMatchObject({ excused: ['connection-lost'], wrong: [] })
  expect(accountOf([live], [full]).wrong).toHaveLength(1)
  expect(accountOf([job('a', 'worker-lost')], [stopped]).wrong).toHaveLength(1)
})

it('reports programs that the kernel shows in two sandboxes, or that no client sent', () => {
  const [key, other] = ['a', 'b'].map((letter) => letter.repeat(36))
  const jobs = [job(key ?? '', 'ok')]
  const seen = new Map([
    [`${key}.0`, new Set(['one'])],
    [`${key}.1`, new Set(['one', 'two'])],
    [`${other}`, new Set(['three'])],
  ])
  expect(accountOf(jobs, [], once(jobs), seen).doubled).toEqual([
    `${key}.1 ran in 2 sandboxes`,
    `${other} ran, and was asked for by nobody`,
  ])
  expect(accountOf(jobs, [], once(jobs), new Map())).toMatchObject({
    doubled: ['1 of 1 programs were never seen, so nothing is proven'],
    unseen: [key],
  })
})

it('counts as hit only what no other fault explains', () => {
  const jobs = [job('a', 'internal-error'), job('b', 'internal-error')]
  expect(accountOf(jobs, [hit, killed])).toMatchObject({ excused: ['internal-error', 'internal-error'], wrong: [] })
})

it.each([
  ['an end without all of its output', [job('a', 'ok', { stdout: 'begun\n' })], []],
  ['another verdict without a fault', [job('a', 'runtime-error')], [killed]],
  ['a lost worker long after the fault', [job('a', 'worker-lost', { posted: 60_000, ended: 61_000 })], [killed]],
  ['a lost worker where only a sandbox was hit', [job('a', 'worker-lost')], [hit]],
  ['more lost sandboxes than were hit', [job('a', 'internal-error'), job('b', 'internal-error')], [hit]],
])('reports %s', (_what, jobs, faults) => {
  expect(accountOf(jobs, faults).wrong).toHaveLength(1)
})

const refusal = (code: string, more: Partial<Refusal> = {}): Refusal => ({ code, retryable: true, at: 600, ...more })

it.each([
  ['that a fault explains', refusal('disk-full'), [full], 0],
  ['that another fault would explain', refusal('disk-full'), [killed], 1],
  ['long after the fault', refusal('disk-full', { at: 60_000 }), [full], 1],
  ['that tells clients not to try again', refusal('disk-full', { retryable: false }), [full], 1],
])('judges a refusal %s', (_what, one, faults, count) => {
  expect(account({ jobs: [], refusals: [one] }, faults, { begun: new Map(), seen: new Map() }).untrue).toHaveLength(
    count,
  )
})
