import { DatabaseSync } from 'node:sqlite'
import type { RunEvent, TextOrBase64 } from '@sandrun/shared'
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

async function add(id: string, { principal = 'ada', asked = request, key = '', webhook = '' } = {}): Promise<void> {
  await jobs.add({
    id,
    principal: { ...ANONYMOUS, id: principal, address: '127.0.0.1' },
    createdAt: new Date(now).toISOString(),
    language: 'c',
    request: asked,
    idempotency: key === '' ? null : { key, fingerprint: '' },
    webhook: webhook === '' ? null : { url: webhook },
    note: null,
  })
}

const events = (id: string): ReturnType<typeof lostEvents> =>
  lostEvents({ id, language: 'c', startedAt: new Date(now).toISOString(), started })

it('keeps no source of a job that has started', async () => {
  await add('a')
  await jobs.start('a', started)
  expect(JSON.stringify(database.prepare('SELECT * FROM jobs').all())).not.toContain('secret source')
})

it('does not return a webhook before its lease ends, though its end could not be written', async () => {
  await add('a', { webhook: 'https://example.org/hook' })
  await jobs.end('a', events('a'))
  expect(await jobs.webhooks.claim(9, 1000)).toHaveLength(1)
  database.exec('PRAGMA query_only = ON')
  await expect(jobs.webhooks.settle('a')).rejects.toThrow('readonly')
  await expect(jobs.webhooks.postpone('a', 5000)).rejects.toThrow('readonly')
  database.exec('PRAGMA query_only = OFF')
  expect(await jobs.webhooks.claim(9, 1000)).toEqual([])
  now += 1000
  expect(await jobs.webhooks.claim(9, 1000)).toHaveLength(1)
})

it('says that the disk is full, and continues once there is room', async () => {
  await add('a')
  const pages = z.object({ page_count: z.int() }).parse(database.prepare('PRAGMA page_count').get()).page_count
  database.exec(`PRAGMA max_page_count = ${pages}`)
  const asked = { language: 'c', code: 'x'.repeat(100_000) }
  await expect(add('b', { asked })).rejects.toMatchObject({ code: 'disk-full' })
  database.exec(`PRAGMA max_page_count = ${pages + 1000}`)
  await add('b', { asked })
  await jobs.start('a', started)
  expect((await jobs.waiting()).map(({ id }) => id)).toEqual(['b'])
})

describe('a long program', () => {
  const asked = { language: 'c', code: '\0ä漢😀"'.repeat(400_000) }
  const longest = (): number[] =>
    database
      .prepare('SELECT length(bytes) AS length FROM job_texts')
      .all()
      .map(({ length }) => Number(length))

  it('is stored in parts, read unchanged, and gone when it has started', async () => {
    await add('a', { asked })
    const [row] = database.prepare('SELECT length(request) AS length, bytes FROM jobs').all()
    expect(Number(row?.['length'])).toBeLessThan(1000)
    expect(Number(row?.['bytes'])).toBeGreaterThan(Buffer.byteLength(asked.code))
    expect(longest().length).toBeGreaterThan(3)
    expect(Math.max(...longest())).toBeLessThanOrEqual(2 ** 20)
    expect((await jobs.order('a'))?.request).toEqual(asked)
    await jobs.start('a', started)
    expect(longest()).toEqual([])
  })

  it('is not removed as abandoned while it is written', async () => {
    await Promise.all([add('a', { asked }), jobs.prune(ROOM)])
    expect((await jobs.order('a'))?.request).toEqual(asked)
  })

  it('leaves nothing if the same one was there before, or if it ended before it began', async () => {
    await Promise.all([add('a', { asked, key: 'same' }), add('b', { asked, key: 'same' })])
    const parts = longest().length
    await add('c', { asked })
    expect(longest()).toHaveLength(2 * parts)
    for (const id of ['a', 'b', 'c']) await jobs.end(id, events(id))
    expect(longest()).toEqual([])
  })

  it('of an earlier version is read unchanged', async () => {
    await add('a')
    database.prepare('UPDATE jobs SET format = 1, request = ?').run(JSON.stringify(asked))
    expect((await jobs.order('a'))?.request).toEqual(asked)
  })
})

describe('the space for jobs', () => {
  const of = async (principal: string): Promise<string[]> =>
    (await jobs.list(principal, { limit: 9, after: null })).map(({ id }) => id).toSorted()
  const all = async (): Promise<string[]> => [...(await of('ada')), ...(await of('eve'))]

  it('belongs to each principal and to all, the newest first, and never less than one', async () => {
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

it('reports a job that an earlier version accepted and this one refuses', async () => {
  await add('a')
  database.exec(`UPDATE jobs SET format = 1, request = '{"language":"c","code":"","timeout":1}'`)
  await expect(jobs.order('a')).rejects.toThrow(
    'Another version accepted this job, and this version refuses it: "timeout"',
  )
})

/** The events of a job with one case that wrote this. */
function caseEvents(id: string, stdout: TextOrBase64, name = '1'): RunEvent[] {
  const numbers = { exitCode: 0, signal: null, wallMs: 1, cpuMs: 1, memoryKb: 1, memorySource: 'rss' } as const
  const run = { stdout, stderr: '', ...numbers, truncated: { stdout: 0, stderr: 0 } }
  const result = { name, verdict: 'ok', message: 'a case that ended well', run } as const
  const [begun, exit] = events(id)
  if (begun === undefined || exit?.type !== 'exit') throw new Error('What was lost has a beginning and an end.')
  return [
    begun,
    { type: 'case', index: 0, result, order: 2, atMs: 1 },
    { ...exit, result: { ...exit.result, cases: [result] }, order: 3 },
  ]
}

it('keeps the results of cases once', async () => {
  await add('a')
  await jobs.end('a', caseEvents('a', ''))
  const document = String(database.prepare('SELECT events FROM jobs').get()?.['events'])
  expect(document.split('a case that ended well')).toHaveLength(2)
})

describe('long texts', () => {
  const parts = (): number => database.prepare('SELECT 1 FROM job_texts').all().length
  const LONG = '\0ä漢😀'.repeat(400_000)

  it.each([
    ['text', LONG],
    ['no text', { base64: Buffer.alloc(3_000_000, 0xff).toString('base64') }],
  ])('of %s are returned unchanged', async (_what, stdout) => {
    await add('a')
    const whole = caseEvents('a', stdout, 'a name of more than a thousand characters'.repeat(50))
    await jobs.end('a', whole)
    expect(parts()).toBeGreaterThan(3)
    expect((await jobs.find('ada', 'a'))?.events).toEqual(whole)
  })

  it('count towards the space, and are deleted with their job', async () => {
    for (const id of ['a', 'b']) {
      await add(id)
      await jobs.end(id, caseEvents(id, LONG))
      now += 1000
    }
    const both = parts()
    await jobs.prune({ ...ROOM, bytes: Buffer.byteLength(LONG) / 2 })
    expect(await jobs.find('ada', 'a')).toBeNull()
    expect(parts()).toBe(both / 2)
    expect(await jobs.find('ada', 'b')).not.toBeNull()
  })

  it('let others run while they are written, read and deleted', async () => {
    await add('a')
    let turns = 0
    const turn = (): void => {
      turns++
      immediate = setImmediate(turn)
    }
    let immediate = setImmediate(turn)
    const during = async (work: Promise<unknown>): Promise<number> => {
      const before = turns
      await work
      return turns - before
    }
    expect(await during(jobs.end('a', caseEvents('a', LONG)))).toBeGreaterThan(2)
    expect(await during(jobs.find('ada', 'a'))).toBeGreaterThan(2)
    now += 1000
    expect(await during(jobs.prune({ ...ROOM, age: 0 }))).toBeGreaterThan(0)
    clearImmediate(immediate)
  })

  it('of a process that died while it wrote them are replaced', async () => {
    await add('a')
    await jobs.start('a', started)
    database.exec("INSERT INTO job_texts VALUES ('a', 0, x'00'), ('a', 7, x'00')")
    await jobs.endLost()
    expect(parts()).toBe(0)
  })

  it('of a job that is deleted while it is read are not found', async () => {
    await add('a')
    await jobs.end('a', caseEvents('a', LONG))
    now += 1000
    const [found] = await Promise.all([jobs.find('ada', 'a'), jobs.prune({ ...ROOM, age: 0 })])
    expect(found).toBeNull()
  })
})

it('reads a job that was stored as one text', async () => {
  await add('a')
  await jobs.end('a', [])
  const stored = caseEvents('a', 'x'.repeat(5000))
  database.prepare('UPDATE jobs SET events = ?').run(JSON.stringify(stored))
  expect((await jobs.find('ada', 'a'))?.events).toEqual(stored)
})
