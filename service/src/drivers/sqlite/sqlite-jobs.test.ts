import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { jobStoreContract } from '../../../test/contracts/job-store.ts'
import { webhookOutboxContract } from '../../../test/contracts/webhook-outbox.ts'
import { lostEvents } from '../../model/lost-job.ts'
import { ANONYMOUS } from '../../model/principal.ts'
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

jobStoreContract('SQLite', (clock) => new SqliteJobs(database, clock))
webhookOutboxContract('SQLite', (clock) => new SqliteJobs(database, clock))

const ROOM = { count: 100, age: 1e9, bytes: 1e9, principalBytes: 1e9 }
const request = { language: 'c', code: 'secret source' }
const started = { language: 'c', version: '14.2', warm: true }

async function add(id: string, { principal = 'ada' } = {}): Promise<void> {
  await jobs.add({
    id,
    principal: { ...ANONYMOUS, id: principal, address: '127.0.0.1' },
    createdAt: new Date(now).toISOString(),
    language: 'c',
    request,
    idempotency: null,
    webhook: null,
  })
}

const events = (id: string): ReturnType<typeof lostEvents> =>
  lostEvents({ id, language: 'c', startedAt: new Date(now).toISOString(), started })

it('keeps no source of a job that has started', async () => {
  await add('a')
  await jobs.start('a', started)
  expect(JSON.stringify(database.prepare('SELECT * FROM jobs').all())).not.toContain('secret source')
})

describe('the room for jobs', () => {
  const of = async (principal: string): Promise<string[]> =>
    (await jobs.list(principal, { limit: 9, after: null })).map(({ id }) => id).toSorted()
  const all = async (): Promise<string[]> => [...(await of('ada')), ...(await of('eve'))]

  it('is for each principal and for all, the newest first, and never less than one', async () => {
    for (const [id, principal] of [
      ['a1', 'ada'],
      ['a2', 'ada'],
      ['e1', 'eve'],
      ['a3', 'ada'],
    ] as const) {
      await add(id, { principal })
      await jobs.end(id, events(id))
      now += 1000
    }
    const { bytes } = z.object({ bytes: z.number() }).parse(database.prepare('SELECT bytes FROM jobs').get())
    await jobs.prune({ ...ROOM, principalBytes: bytes })
    expect(await all()).toEqual(['a2', 'a3', 'e1'])
    await jobs.prune({ ...ROOM, bytes })
    expect(await all()).toEqual(['a3', 'e1'])
    await jobs.prune({ ...ROOM, bytes: 1, principalBytes: 1 })
    expect(await all()).toEqual(['a3'])
  })
})

it('tells of a job that an earlier version accepted and this one refuses', async () => {
  await add('a')
  database.exec(`UPDATE jobs SET request = '{"language":"c","code":"","timeout":1}'`)
  await expect(jobs.order('a')).rejects.toThrow('Another version accepted this job, and this one refuses it: "timeout"')
})

it('keeps the results of cases once', async () => {
  await add('a')
  const result = { name: '1', verdict: 'ok', message: 'a case that ended well' } as const
  const [begun, exit] = events('a')
  if (begun === undefined || exit?.type !== 'exit') throw new Error('What was lost has a beginning and an end.')
  await jobs.end('a', [
    begun,
    { type: 'case', index: 0, result, order: 2, atMs: 1 },
    { ...exit, result: { ...exit.result, cases: [result] }, order: 3 },
  ])
  expect(String(database.prepare('SELECT events FROM jobs').get()?.['events']).split(result.message)).toHaveLength(2)
})
