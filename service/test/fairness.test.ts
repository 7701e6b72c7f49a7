import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createToken } from '../src/gateway/access/stored-tokens.ts'
import type { PartialCaps } from '../src/model/caps.ts'
import { openDatabase } from '../src/drivers/sqlite/database.ts'
import { SqliteTokens } from '../src/drivers/sqlite/sqlite-tokens.ts'
import { connect, post, startService, type TestService, watch } from './support/service.ts'

let service: TestService
let stateDir: string

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'sandrun-fairness-'))
  service = await startService({ SANDRUN_STATE_DIR: stateDir, SANDRUN_MAX_SANDBOXES: '1', SANDRUN_WARM: 'none' })
})
afterAll(async () => {
  await service[Symbol.asyncDispose]()
  await rm(stateDir, { recursive: true })
})

async function tokenFor(name: string, caps: PartialCaps = {}): Promise<string> {
  using database = openDatabase(stateDir)
  return await createToken(new SqliteTokens(database), { name, role: 'user', limits: {}, caps, expiresAt: null })
}

const bash = (code: string): { language: string; code: string } => ({ language: 'bash', code })

/** The number of this principal's runs whose end the service has logged. */
function endedOf(principal: string): number {
  return service.log.filter((line) => line.includes('run ended') && line.includes(`"${principal}"`)).length
}

it("starts another principal's run after at most one more of a hundred", async () => {
  const [many, single] = [await tokenFor('many'), await tokenFor('single')]
  const hogs = await Promise.all(Array.from({ length: 100 }, () => connect(service, many)))
  using client = await connect(service, single)
  const runs = hogs.map((hog) => watch(hog, bash('echo many')))
  for (const { result } of runs) result.catch(() => {})
  // Most of them wait by then.
  await runs[1]?.result
  const places: number[] = []
  const before = Promise.withResolvers<number>()
  const one = watch(client, bash('echo one'), {
    queued: (place) => {
      places.push(place)
      before.resolve(endedOf(`token:${many.slice(4, 20)}`))
    },
  })
  const endedThen = await before.promise
  await expect(one.result).resolves.toMatchObject({ verdict: 'ok' })
  const endedNow = endedOf(`token:${many.slice(4, 20)}`)
  // The run in the only place, and at most one more.
  expect(endedNow - endedThen).toBeLessThanOrEqual(2)
  expect(endedNow).toBeLessThan(50)
  expect(places[0]).toBe(1)
  for (const hog of hogs) hog.close()
})

it('tells a principal at its caps when to retry, in the HTTP header too', async () => {
  const token = await tokenFor('capped', { runsPerMinute: 1 })
  await expect(post(service, bash('echo hi'), token)).resolves.toMatchObject({ verdict: 'ok' })
  const refused = await fetch(new URL('/v1/runs', service.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(bash('echo hi')),
  })
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await refused.json()).toMatchObject({ error: { code: 'cap-reached', retryable: true } })
  using client = await connect(service, token)
  await expect(watch(client, bash('echo hi')).result).rejects.toMatchObject({ code: 'cap-reached' })
})

it('counts the CPU time of a principal, and refuses runs beyond its cap', async () => {
  const token = await tokenFor('busy', { cpuSecondsPerDay: 1 })
  const burn = { ...bash('while :; do :; done'), limits: { cpuMs: 1500 } }
  await expect(post(service, burn, token)).resolves.toMatchObject({ verdict: 'cpu-limit' })
  await expect(post(service, bash('echo hi'), token)).rejects.toThrow(/429.*cap-reached/)
})

it('leaves two thirds of the machine to others, even if one asks for all of it', async () => {
  await using roomy = await startService({
    SANDRUN_STATE_DIR: stateDir,
    SANDRUN_MAX_SANDBOXES: '6',
    SANDRUN_WARM: 'none',
  })
  const [greedy, single] = [await tokenFor('greedy'), await tokenFor('modest')]
  const clients = await Promise.all(Array.from({ length: 3 }, () => connect(roomy, greedy)))
  const queued = Promise.withResolvers<number>()
  const runs = clients.map((client) => watch(client, bash('read line'), { queued: queued.resolve }))
  for (const { result } of runs) result.catch(() => {})
  // It has two of six places: its third run waits for a silent user.
  expect(await queued.promise).toBe(1)
  await expect(post(roomy, bash('echo served'), single)).resolves.toMatchObject({ run: { stdout: 'served\n' } })
  for (const client of clients) client.close()
})
