import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_MAXIMUM_LIMITS } from '@sandrun/shared'
import { connectUrl, HttpClient, RunClient, webSocketTransport } from '@sandrun/shared/client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildPacks } from '../src/cli/service/build-packs.ts'
import { DockerEngine } from '../src/drivers/docker/docker-engine.ts'
import { openDatabase } from '../src/drivers/sqlite/database.ts'
import { SqliteTokens } from '../src/drivers/sqlite/sqlite-tokens.ts'
import { createToken } from '../src/gateway/access/stored-tokens.ts'
import { loadCatalog } from '../src/languages/catalog.ts'
import { post, startService, type TestService } from './support/service.ts'
import { type ToyLanguages, writeToyLanguages } from './support/toy-languages.ts'

let toys: ToyLanguages
let service: TestService
let stateDir: string
let tokens: { user: string; admin: string }

beforeAll(async () => {
  toys = await writeToyLanguages({
    good: 'FROM sandrun/base-base\n',
    elsewhere: 'FROM sandrun/base-base\n',
    bad: 'FROM sandrun/base-base\nRUN false\n',
  })
  stateDir = await mkdtemp(join(tmpdir(), 'sandrun-build-'))
  service = await startService({
    SANDRUN_LANGUAGES_DIR: toys.folder,
    SANDRUN_STARTERS: '',
    SANDRUN_STATE_DIR: stateDir,
    SANDRUN_ANONYMOUS: 'off',
  })
  using database = openDatabase(stateDir)
  const make = (role: 'user' | 'admin'): Promise<string> =>
    createToken(new SqliteTokens(database), { name: role, role, limits: {}, caps: {}, expiresAt: null })
  tokens = { user: await make('user'), admin: await make('admin') }
})
afterAll(async () => {
  await service[Symbol.asyncDispose]()
  await toys[Symbol.asyncDispose]()
  await rm(stateDir, { recursive: true })
})

const http = (token?: string): HttpClient =>
  new HttpClient(service.url, { fetch: async (url, request) => await fetch(url, request), token })

async function mayBuild(url: URL, token?: string): Promise<boolean | undefined> {
  const client = await RunClient.connect(() => webSocketTransport(connectUrl(url)), { client: 'test', token })
  client.close()
  expect(client.welcome?.limits.wallMs).toBe(DEFAULT_MAXIMUM_LIMITS.wallMs)
  return client.welcome?.mayBuild
}

it('says who may build', async () => {
  expect(await mayBuild(service.url, tokens.user)).toBeUndefined()
  expect(await mayBuild(service.url, tokens.admin)).toBe(true)
  await using local = await startService()
  expect(await mayBuild(local.url)).toBe(true)
})

it('refuses everybody else, and languages that do not exist', async () => {
  const id = toys.id('good')
  await expect(http().buildLanguage(id)).rejects.toMatchObject({ code: 'unauthorized' })
  await expect(http(tokens.user).buildLanguage(id)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(http(tokens.admin).buildLanguage('klingon')).rejects.toMatchObject({ code: 'not-found' })
  // It has no body, so no preflight comes first.
  const headers = { origin: 'http://evil.example', authorization: `Bearer ${tokens.admin}` }
  const response = await fetch(new URL(`/v1/languages/${id}/build`, service.url), { method: 'POST', headers })
  expect(await response.json()).toMatchObject({ error: { code: 'origin-refused' } })
  const language = await http().language(id)
  expect(language).toMatchObject({ available: false })
  expect(language.build).toBeUndefined()
})

it('builds a language for an admin, whose program then runs', async () => {
  const id = toys.id('good')
  await expect(http(tokens.admin).buildLanguage(id)).resolves.toMatchObject({ id, build: expect.any(String) })
  await expect.poll(() => http().language(id), { timeout: 60_000 }).toMatchObject({ available: true })
  const result = await post(service, { language: id, code: 'echo built' }, tokens.user)
  expect(result).toMatchObject({ verdict: 'ok', run: { stdout: 'built\n' } })
  await expect.poll(async () => (await http().language(id)).build).toBeUndefined()
  const again = await http(tokens.admin).buildLanguage(id)
  expect(again).toMatchObject({ available: true })
  expect(again.build).toBeUndefined()
})

it('notices that it was built elsewhere', async () => {
  const id = toys.id('elsewhere')
  const catalog = await loadCatalog(toys.folder)
  const { failed } = await buildPacks(catalog, [catalog.get(id)], new DockerEngine())
  expect(failed).toEqual([])
  expect(await http(tokens.admin).buildLanguage(id)).toMatchObject({ available: true })
})

it('can try a language again that could not be built', async () => {
  const id = toys.id('bad')
  for (const failures of [1, 2]) {
    await http(tokens.admin).buildLanguage(id)
    await expect.poll(async () => (await http().language(id)).build, { timeout: 60_000 }).toBeUndefined()
    expect(await http().language(id)).toMatchObject({ available: false })
    expect(service.log.filter((line) => line.includes('an image could not be built'))).toHaveLength(failures)
  }
})
