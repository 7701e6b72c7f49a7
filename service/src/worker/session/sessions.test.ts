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

/** Sessions without sandboxes: these tests are about who may have and see sessions. */
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

it('creates none after it is closed', async () => {
  const sessions = sessionsOf(2)
  await sessions.create({ language: 'bash' }, ada, here)
  await sessions.close()
  expect(await sessions.list('ada')).toEqual([])
  await expect(sessions.create({ language: 'bash' }, ada, here)).rejects.toMatchObject({ code: 'shutting-down' })
})
