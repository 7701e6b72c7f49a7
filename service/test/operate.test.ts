import { mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createToken } from '../src/gateway/access/stored-tokens.ts'
import { openDatabase } from '../src/drivers/sqlite/database.ts'
import { SqliteTokens } from '../src/drivers/sqlite/sqlite-tokens.ts'
import { post, startService, type TestService } from './support/service.ts'

let service: TestService
let stateDir: string
let auditFile: string
let tokens: { user: string; admin: string }

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'sandrun-operate-'))
  auditFile = join(stateDir, 'audit.jsonl')
  service = await startService({ SANDRUN_STATE_DIR: stateDir, SANDRUN_ANONYMOUS: 'off', SANDRUN_AUDIT_FILE: auditFile })
  using database = openDatabase(stateDir)
  const make = (role: 'user' | 'admin'): Promise<string> =>
    createToken(new SqliteTokens(database), { name: `an-${role}`, role, limits: {}, caps: {}, expiresAt: null })
  tokens = { user: await make('user'), admin: await make('admin') }
})
afterAll(async () => {
  await service[Symbol.asyncDispose]()
  await rm(stateDir, { recursive: true })
})

function metrics(url: URL, token?: string): Promise<Response> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return fetch(new URL('/metrics', url), { headers })
}

const secret = { language: 'bash', code: 'echo s3cret-source; exit 3' }

it('counts runs by language and verdict, refusals, and the time and memory of runs', async () => {
  await expect(post(service, secret, tokens.user)).resolves.toMatchObject({ verdict: 'runtime-error' })
  await expect(post(service, { ...secret, language: 'klingon' }, tokens.user)).rejects.toThrow('unknown-language')
  const text = await (await metrics(service.url, tokens.admin)).text()
  expect(text).toContain('sandrun_runs_total{language="bash",verdict="runtime-error"} 1\n')
  expect(text).toContain('sandrun_refusals_total{code="unknown-language"} 1\n')
  expect(text).toMatch(/sandrun_pool_taken_total\{language="bash",result="(hit|miss)"\} 1\n/)
  expect(text).toContain('sandrun_run_seconds_count{language="bash"} 1\n')
  expect(text).toContain('sandrun_queue_wait_seconds_count 1\n')
  expect(text).toContain('sandrun_queue_length 0\n')
  expect(text).toMatch(/sandrun_sandbox_start_seconds_count [1-9]/)
  expect(text).toMatch(/sandrun_pool_warm\{language="python"\} \d/)
  expect(text).toMatch(/sandrun_memory_capacity_bytes [1-9]/)
  expect(text).toContain('process_resident_memory_bytes')
})

it('shows metrics to admins, to this machine if it needs no token, and to all if they are open', async () => {
  expect((await metrics(service.url)).status).toBe(401)
  const refused = await metrics(service.url, tokens.user)
  expect(refused.status).toBe(403)
  expect(await refused.json()).toMatchObject({ error: { code: 'forbidden' } })
  const shown = await metrics(service.url, tokens.admin)
  expect(shown.status).toBe(200)
  expect(shown.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  await using local = await startService()
  expect((await metrics(local.url)).status).toBe(200)
  await using open = await startService({ SANDRUN_ANONYMOUS: 'off', SANDRUN_METRICS: 'open' })
  expect((await metrics(open.url)).status).toBe(200)
})

it('records the principal and the end of each run, never the program, in a file that may be rotated at any time', async () => {
  const rotated = `${auditFile}.1`
  await post(service, secret, tokens.user)
  await rename(auditFile, rotated)
  await expect(post(service, { ...secret, language: 'klingon' }, tokens.user)).rejects.toThrow('unknown-language')
  const [before, after] = await Promise.all([rotated, auditFile].map((path) => readFile(path, 'utf8')))
  const lastOf = (text = ''): unknown => JSON.parse(text.trim().split('\n').at(-1) ?? '')
  expect(lastOf(before)).toMatchObject({
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    run: expect.any(String),
    principal: expect.stringMatching(/^token:[0-9a-f]{16}$/),
    name: 'an-user',
    role: 'user',
    address: '127.0.0.1',
    language: 'bash',
    verdict: 'runtime-error',
    cpuMs: expect.any(Number),
    memoryKb: expect.any(Number),
  })
  expect(lastOf(after)).toMatchObject({ name: 'an-user', language: 'klingon', refused: 'unknown-language' })
  expect(`${before}${after}`).not.toContain('s3cret')
  expect((await stat(auditFile)).mode & 0o777).toBe(0o600)
})
