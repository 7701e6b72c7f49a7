import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ANONYMOUS } from '../access/principal.ts'
import { lostEvents } from './lost-job.ts'
import { SqliteJobs } from './sqlite-jobs.ts'

let now: number
let database: DatabaseSync
let jobs: SqliteJobs

beforeEach(() => {
  now = Date.parse('2026-01-01T00:00:00Z')
  database = new DatabaseSync(':memory:')
  jobs = new SqliteJobs(database, () => now)
})
afterEach(() => database.close())

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
  jobs.prune({ count: 100, age: 4500 })
  const kept = (): string[] => jobs.list('ada', { limit: 9, after: null }).map(({ id }) => id)
  expect(kept()).toEqual(['d', 'c', 'b'])
  jobs.prune({ count: 1, age: 1e9 })
  expect(kept()).toEqual(['d'])
  expect(jobs.waiting().map(({ id }) => id)).toEqual(['waits'])
})
