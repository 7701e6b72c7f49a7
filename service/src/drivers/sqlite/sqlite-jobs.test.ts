import { DatabaseSync } from 'node:sqlite'
import type { RunEvent } from '@sandrun/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { ANONYMOUS } from '../../model/principal.ts'
import { lostEvents } from '../../model/lost-job.ts'
import { JOBS_SCHEMA } from './jobs-schema.ts'
import { migrate } from './migrate.ts'
import { SqliteJobs } from './sqlite-jobs.ts'

let now: number
let database: DatabaseSync
let jobs: SqliteJobs

beforeEach(() => {
  now = Date.parse('2026-01-01T00:00:00Z')
  database = new DatabaseSync(':memory:')
  migrate(database, JOBS_SCHEMA)
  jobs = new SqliteJobs(database, () => now)
})
afterEach(() => database.close())

const ROOM = { count: 100, age: 1e9, bytes: 1e9, principalBytes: 1e9 }
const request = { language: 'c', code: 'secret source' }
const started = { language: 'c', version: '14.2', warm: true }

function add(id: string, { principal = 'ada', key = null as string | null } = {}): void {
  const createdAt = new Date(now).toISOString()
  const idempotency = key === null ? null : { key, fingerprint: `of ${id}` }
  jobs.add({
    id,
    principal: { ...ANONYMOUS, id: principal, address: '127.0.0.1' },
    createdAt,
    language: 'c',
    request,
    idempotency,
    webhook: null,
  })
}

function end(id: string): void {
  jobs.end(id, lostEvents({ id, language: 'c', startedAt: new Date(now).toISOString(), started }))
}

it('starts a job once, and forgets its source then', () => {
  add('a')
  expect(jobs.order('a')).toEqual({ principal: { ...ANONYMOUS, id: 'ada', address: '127.0.0.1' }, request })
  jobs.start('a', started)
  expect(() => jobs.start('a', started)).toThrow('was not waiting')
  expect(jobs.order('a')).toBeNull()
  expect(JSON.stringify(database.prepare('SELECT * FROM jobs').all())).not.toContain('secret source')
})

it('ends as lost what had started, and nothing else', () => {
  for (const id of ['waits', 'runs', 'done']) add(id)
  jobs.start('runs', started)
  jobs.start('done', started)
  end('done')
  expect(jobs.endLost()).toBe(1)
  expect(jobs.waiting().map(({ id }) => id)).toEqual(['waits'])
  expect(jobs.find('ada', 'runs')).toMatchObject({
    summary: { id: 'runs', state: 'ended', verdict: 'worker-lost' },
    events: [{ type: 'started' }, { type: 'exit', result: { version: '14.2', startedAt: '2026-01-01T00:00:00.000Z' } }],
  })
  expect(jobs.endLost()).toBe(0)
})

it('keeps a principal to its own jobs and keys', () => {
  add('a', { key: 'k' })
  add('e', { principal: 'eve', key: 'k' })
  end('a')
  expect(jobs.findByKey('ada', 'k')).toEqual({ id: 'a', fingerprint: 'of a' })
  expect(jobs.findByKey('eve', 'k')?.id).toBe('e')
  expect(jobs.find('eve', 'a')).toBeNull()
  expect(jobs.list('eve', { limit: 9, after: null })).toEqual([])
  expect(() => add('again', { key: 'k' })).toThrow('UNIQUE')
})

it('lists the ended ones, newest first, from where a page ends', () => {
  for (const id of ['a', 'b', 'c', 'd']) {
    add(id)
    end(id)
    if (id !== 'b') now += 1000
  }
  const page = jobs.list('ada', { limit: 2, after: null })
  expect(page.map(({ id }) => id)).toEqual(['d', 'c', 'b'])
  const after = { createdAt: page[1]?.createdAt ?? '', id: 'c' }
  expect(jobs.list('ada', { limit: 2, after }).map(({ id }) => id)).toEqual(['b', 'a'])
})

it('forgets what ended too long ago, and the oldest of too many, but nothing that has not ended', () => {
  for (const id of ['old', 'waits', 'b', 'c', 'd']) {
    add(id)
    if (id !== 'waits') end(id)
    now += 1000
  }
  jobs.prune({ ...ROOM, age: 4500 })
  const kept = (): string[] => jobs.list('ada', { limit: 9, after: null }).map(({ id }) => id)
  expect(kept()).toEqual(['d', 'c', 'b'])
  jobs.prune({ ...ROOM, count: 1 })
  expect(kept()).toEqual(['d'])
  expect(jobs.waiting().map(({ id }) => id)).toEqual(['waits'])
})

describe('the room for jobs', () => {
  const of = (principal: string): string[] =>
    jobs
      .list(principal, { limit: 9, after: null })
      .map(({ id }) => id)
      .toSorted()

  it('is for each principal and for all, the newest first, and never less than one', () => {
    for (const [id, principal] of [
      ['a1', 'ada'],
      ['a2', 'ada'],
      ['e1', 'eve'],
      ['a3', 'ada'],
    ] as const) {
      add(id, { principal })
      end(id)
      now += 1000
    }
    const { bytes } = z.object({ bytes: z.number() }).parse(database.prepare('SELECT bytes FROM jobs').get())
    jobs.prune({ ...ROOM, principalBytes: bytes })
    expect([...of('ada'), ...of('eve')]).toEqual(['a2', 'a3', 'e1'])
    jobs.prune({ ...ROOM, bytes })
    expect([...of('ada'), ...of('eve')]).toEqual(['a3', 'e1'])
    jobs.prune({ ...ROOM, bytes: 1, principalBytes: 1 })
    expect([...of('ada'), ...of('eve')]).toEqual(['a3'])
  })

  it('is taken by those that wait, until they begin', () => {
    add('a')
    add('b')
    add('e', { principal: 'eve' })
    const one = Buffer.byteLength(JSON.stringify(request))
    expect(jobs.waitingBytes('ada')).toEqual({ own: 2 * one, all: 3 * one })
    jobs.start('a', started)
    expect(jobs.waitingBytes('ada')).toEqual({ own: one, all: 2 * one })
  })
})

it('tells of a job that an earlier version accepted and this one refuses', () => {
  add('a')
  database.exec(`UPDATE jobs SET request = '{"language":"c","code":"","timeout":1}'`)
  expect(() => jobs.order('a')).toThrow('Another version accepted this job, and this one refuses it: "timeout"')
})

it('keeps the results of cases once', () => {
  add('a')
  const result = { name: '1', verdict: 'ok', message: 'a case that ended well' } as const
  const [begun, exit] = lostEvents({ id: 'a', language: 'c', startedAt: '2026-01-01T00:00:00Z', started })
  if (begun === undefined || exit?.type !== 'exit') throw new Error('What was lost has a beginning and an end.')
  const events: RunEvent[] = [
    begun,
    { type: 'case', index: 0, result, order: 2, atMs: 1 },
    { ...exit, result: { ...exit.result, cases: [result] }, order: 3 },
  ]
  jobs.end('a', events)
  expect(jobs.find('ada', 'a')?.events).toEqual(events)
  expect(String(database.prepare('SELECT events FROM jobs').get()?.['events']).split(result.message)).toHaveLength(2)
})
