import { expect, it } from 'vitest'
import { ANONYMOUS } from '../../model/principal.ts'
import { readConfig } from '../../settings/environment.ts'
import { Drain } from '../../health/drain.ts'
import { createCatalog } from '../../languages/catalog.ts'
import { createTestPack } from '../../conformance/test-pack.ts'
import type { Sandbox } from '../pool/sandbox.ts'
import { resolveCaps } from '../../model/caps.ts'
import { Sessions } from './sessions.ts'

const here = new AbortController().signal
const ada = { ...ANONYMOUS, id: 'ada', address: '127.0.0.1' }
const eve = { ...ada, id: 'eve' }

/** Sessions whose sandboxes are none: what is looked at is who may have and see them. */
function sessionsOf(maximum: number): Sessions {
  const sandbox = { agent: { lost: new Promise<string>(() => {}) } } as Sandbox
  return new Sessions({
    config: readConfig({ SANDRUN_MAX_SESSIONS: String(maximum) }),
    caps: resolveCaps({}, { places: 3 }),
    catalog: createCatalog('', [createTestPack('bash')]),
    drain: new Drain(),
    openFilesInAll: Infinity,
    sandboxes: { for: () => ({ lease: async () => ({ sandbox, warm: true, queuedMs: 0, end: async () => {} }) }) },
    findImage: async () => ({ id: 'image', version: '1' }),
  })
}

it('shows a session to its owner only: to others it is as if it had never been', async () => {
  const sessions = sessionsOf(2)
  const { id } = await sessions.create({ language: 'bash' }, ada, here)
  expect((await sessions.find(id, 'ada')).id).toBe(id)
  const errorOf = (found: Promise<unknown>): Promise<unknown> => found.catch((error: unknown) => error)
  expect(await errorOf(sessions.find(id, 'eve'))).toEqual(await errorOf(sessions.find('never', 'ada')))
  expect(await errorOf(sessions.find(id, 'eve'))).toMatchObject({ code: 'not-found' })
  expect(await sessions.list('eve')).toEqual([])
  expect(await sessions.list('ada')).toMatchObject([{ id }])
})

it('caps the sessions of each principal, those being made among them', async () => {
  const sessions = sessionsOf(2)
  const made = await Promise.allSettled([1, 2, 3].map(() => sessions.create({ language: 'bash' }, ada, here)))
  expect(made.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
  await expect(sessions.create({ language: 'bash' }, eve, here)).resolves.toMatchObject({ language: 'bash' })
  const [first] = await sessions.list('ada')
  if (first === undefined) throw new Error('there is no session')
  await (await sessions.find(first.id, 'ada')).end()
  await expect(sessions.create({ language: 'bash' }, ada, here)).resolves.toMatchObject({ language: 'bash' })
})

it('makes none once it is closed', async () => {
  const sessions = sessionsOf(2)
  await sessions.create({ language: 'bash' }, ada, here)
  await sessions.close()
  expect(await sessions.list('ada')).toEqual([])
  await expect(sessions.create({ language: 'bash' }, ada, here)).rejects.toMatchObject({ code: 'shutting-down' })
})
