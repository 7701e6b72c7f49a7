import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { StoredTokens } from '../../gateway/access/stored-tokens.ts'
import { openDatabase } from './database.ts'
import { openJobDatabase } from './job-database.ts'
import { migrate } from './migrate.ts'
import { SqliteJobs } from './sqlite-jobs.ts'
import { SqliteTokens } from './sqlite-tokens.ts'
import { SqliteUsage } from './sqlite-usage.ts'

/** The databases of the first release: a token, a day's usage, and jobs that wait, ran and ended. */
const FIRST_RELEASE = fileURLToPath(new URL('../../../test/fixtures/state-0.1', import.meta.url))
const OWNER = 'token:0123456789abcdef'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandrun-migrate-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('keeps the tokens and usage of the first release', async () => {
  await cp(FIRST_RELEASE, folder, { recursive: true })
  const database = openDatabase(folder)
  const tokens = new StoredTokens(new SqliteTokens(database))
  await expect(tokens.verify(`sdr_0123456789abcdef_${'A'.repeat(43)}`)).resolves.toMatchObject({
    name: 'ada',
    caps: { running: 3 },
  })
  expect(await new SqliteUsage(database).cpuMs(OWNER, 20_000)).toBe(1234)
  database.close()
})

it('keeps the jobs of the first release', async () => {
  await cp(FIRST_RELEASE, folder, { recursive: true })
  using jobs = new SqliteJobs(openJobDatabase(folder, 'old'))
  const [waiting] = await jobs.waiting()
  expect(await jobs.order(waiting?.id ?? '')).toMatchObject({
    principal: { id: OWNER },
    request: { language: 'bash', code: 'echo from before' },
  })
  expect((await jobs.waitingBytes(OWNER)).own).toBeGreaterThan(20)
  expect(await jobs.endLost()).toBe(1)
  expect(await jobs.webhooks.claim(9, 1000)).toMatchObject([{ url: 'https://example.org/hook' }])
  const listed = await jobs.list(OWNER, { limit: 9, after: null })
  const ended = await Promise.all(listed.map(async ({ id }) => (await jobs.find(OWNER, id))?.summary.verdict))
  expect(ended).toEqual(['worker-lost', 'worker-lost'])
})

it('runs each step once, completely or not at all', () => {
  using database = new DatabaseSync(':memory:')
  const steps = ['CREATE TABLE a (x); INSERT INTO a VALUES (1)']
  migrate(database, steps)
  migrate(database, steps)
  expect(() => migrate(database, [...steps, 'INSERT INTO a VALUES (2); SELECT x FROM nowhere'])).toThrow('nowhere')
  migrate(database, [...steps, 'INSERT INTO a VALUES (3)'])
  expect(database.prepare('SELECT x FROM a').all()).toEqual([{ x: 1 }, { x: 3 }])
})

it('refuses a database of a newer version', () => {
  using database = new DatabaseSync(':memory:')
  migrate(database, ['SELECT 1', 'SELECT 2'])
  expect(() => migrate(database, ['SELECT 1'])).toThrow('newer version')
})
