import { setImmediate as nextTurn } from 'node:timers/promises'
import Fastify, { type FastifyInstance } from 'fastify'
import { expect, it, onTestFinished } from 'vitest'
import { Access } from '../../access/access.ts'
import { ConfiguredToken } from '../../access/configured-token.ts'
import { registerHealth } from '../routes/health.ts'
import { registerAuthentication } from './authentication.ts'
import { registerErrors } from './errors.ts'
import { registerPressure } from './pressure.ts'
import { lockoutAt } from '../../../../test/support/lockout.ts'

const NETWORK = '203.0.113.9'

/** A service that refuses requests at these limits. */
async function service(limits: { loopDelayMs: number; publicAMinute: number }): Promise<FastifyInstance> {
  const app = Fastify()
  onTestFinished(() => app.close())
  registerErrors(app)
  registerAuthentication(
    app,
    new Access({ host: '0.0.0.0', anonymous: false }, [new ConfiguredToken('secret')], lockoutAt()),
  )
  await registerPressure(app, limits)
  registerHealth(app, { reasons: async () => [] })
  app.get('/public', { config: { public: true } }, () => 'all')
  app.get('/own', () => 'one')
  return app
}

it('limits what one network requests without a token, and nothing else', async () => {
  const app = await service({ loopDelayMs: 60_000, publicAMinute: 3 })
  const asked = async (url: string, remoteAddress: string): Promise<number[]> => {
    const codes: number[] = []
    const headers = { authorization: 'Bearer secret' }
    for (let i = 0; i < 4; i++) codes.push((await app.inject({ url, remoteAddress, headers })).statusCode)
    return codes
  }
  expect(await asked('/public', NETWORK)).toEqual([200, 200, 200, 429])
  expect(await asked('/public', '203.0.113.8')).toEqual([200, 200, 200, 429])
  expect(await asked('/own', NETWORK)).toEqual([200, 200, 200, 200])
  expect(await asked('/healthz', NETWORK)).toEqual([200, 200, 200, 200])
  expect(await asked('/public', '127.0.0.1')).toEqual([200, 200, 200, 200])
  const refusal = await app.inject({ url: '/public', remoteAddress: NETWORK })
  expect(refusal.json()).toMatchObject({ error: { code: 'cap-reached', retryable: true, retryAfter: 60 } })
  expect(refusal.headers).toMatchObject({ 'retry-after': '60' })
  expect(refusal.headers).not.toHaveProperty('x-ratelimit-limit')
})

it('refuses requests while the event loop is late, but not probes', async () => {
  const app = await service({ loopDelayMs: 20, publicAMinute: 1e6 })
  const held = async (): Promise<string> => {
    hold(100)
    return (await app.inject('/public')).body
  }
  await expect.poll(held, { timeout: 10_000 }).toMatch(/"code":"overloaded".*"retryAfter":5/)
  expect((await app.inject('/healthz')).statusCode).toBe(200)
  await expect.poll(async () => (await app.inject('/public')).statusCode, { timeout: 10_000 }).toBe(200)
})

it('refuses no request after a second without a measurement of the event loop', async () => {
  const app = await service({ loopDelayMs: 60_000, publicAMinute: 1e6 })
  const answers = new Set<number>()
  for (let second = 0; second < 4; second++) {
    hold(1100)
    await nextTurn()
    answers.add((await app.inject('/public')).statusCode)
  }
  expect(answers).toEqual(new Set([200]))
})

/** Blocks the event loop. */
function hold(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end);
}
