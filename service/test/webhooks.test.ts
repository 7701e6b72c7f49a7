import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ErrorResponseSchema, RunRecordSchema, WebhookMessageSchema } from '@sandrun/shared'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Delivery, startReceiver } from './support/receiver.ts'
import { startService, type TestService } from './support/service.ts'

const SECRET = `whsec_${Buffer.alloc(32, 'sandrun').toString('base64')}`
const LOOPBACK = { SANDRUN_WEBHOOK_NETWORKS: '127.0.0.1', SANDRUN_WEBHOOK_RETRY_MS: '50' }

let service: TestService

beforeAll(async () => {
  service = await startService(LOOPBACK)
})
afterAll(() => service[Symbol.asyncDispose]())

function send({ url }: Pick<TestService, 'url'>, webhook: unknown, query = '?wait=false'): Promise<Response> {
  return fetch(new URL(`/v1/runs${query}`, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ language: 'bash', code: 'echo hook', webhook }),
  })
}

const accept = async (target: Pick<TestService, 'url'>, webhook: object): Promise<string> =>
  RunRecordSchema.parse(await (await send(target, webhook)).json()).id

const headersOf = ({ headers }: Delivery): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))

it('reports the end of a job, signed according to Standard Webhooks', async () => {
  await using receiver = await startReceiver()
  const id = await accept(service, { url: receiver.url, secret: SECRET })
  await expect.poll(() => receiver.deliveries.length).toBe(1)
  const [delivery] = receiver.deliveries
  if (delivery === undefined) throw new Error('nothing was delivered')
  const message = WebhookMessageSchema.parse(new Webhook(SECRET).verify(delivery.body, headersOf(delivery)))
  expect(message).toMatchObject({
    type: 'run.ended',
    data: { id, verdict: 'ok', result: { run: { stdout: 'hook\n' } } },
  })
  expect(delivery.headers['webhook-id']).toBe(id)
  const other = `whsec_${Buffer.alloc(32, 'other').toString('base64')}`
  expect(() => new Webhook(other).verify(delivery.body, headersOf(delivery))).toThrow('signature')
  expect(() => new Webhook(SECRET).verify(`${delivery.body} `, headersOf(delivery))).toThrow('signature')
})

it('tries again until it is received, under the same id, and then stops', async () => {
  await using receiver = await startReceiver(500, 503)
  const id = await accept(service, { url: receiver.url })
  await expect.poll(() => receiver.deliveries.length).toBe(3)
  expect(receiver.deliveries.map(({ headers }) => headers['webhook-id'])).toEqual([id, id, id])
  // Another webhook is delivered, without a repetition of the first.
  await accept(service, { url: receiver.url })
  await expect.poll(() => receiver.deliveries.length).toBe(4)
})

it('follows no redirect, and accepts 410 as an answer', async () => {
  await using receiver = await startReceiver(307, 410)
  await accept(service, { url: receiver.url })
  await expect.poll(() => receiver.deliveries.length).toBe(2)
  await expect.poll(() => service.log.join('')).toContain('a webhook is gone')
})

it('delivers after a restart what it could not deliver before', async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'sandrun-state-'))
  const environment = { ...LOOPBACK, SANDRUN_STATE_DIR: stateDir, SANDRUN_INSTANCE: `test-hook-${process.pid}` }
  await using receiver = await startReceiver(500)
  let id: string
  {
    await using first = await startService({ ...environment, SANDRUN_WEBHOOK_RETRY_MS: '1000' })
    id = await accept(first, { url: receiver.url })
    await expect.poll(() => receiver.deliveries.length).toBe(1)
    await expect.poll(() => first.log.join('')).toContain('will try a webhook again')
  }
  await using _second = await startService(environment)
  await expect.poll(() => receiver.deliveries.length).toBe(2)
  expect(receiver.deliveries[1]?.headers['webhook-id']).toBe(id)
  await rm(stateDir, { recursive: true })
})

it.each<[string, unknown, string]>([
  ['another scheme', { url: 'ftp://example.com/' }, 'webhook.url'],
  ['no address', { url: 'example' }, 'webhook.url'],
  ['a short secret', { url: 'https://example.com/', secret: 'whsec_c2hvcnQ=' }, 'webhook.secret'],
  ['an unknown field', { url: 'https://example.com/', method: 'PUT' }, 'webhook.method'],
  ['a private address', { url: 'http://10.0.0.1/' }, 'webhook.url'],
  ['the metadata service of a cloud machine', { url: 'http://169.254.169.254/' }, 'webhook.url'],
])('refuses %s', async (_what, webhook, field) => {
  const response = await send(service, webhook)
  expect(response.status).toBe(400)
  expect(ErrorResponseSchema.parse(await response.json()).error).toMatchObject({ field })
})

it('refuses this machine unless the operator allows it, and a run that is waited for', async () => {
  await using closed = await startService()
  await using receiver = await startReceiver()
  for (const url of [receiver.url, receiver.url.replace('127.0.0.1', 'localhost')]) {
    const { error } = ErrorResponseSchema.parse(await (await send(closed, { url })).json())
    expect(error).toMatchObject({ code: 'webhook-refused', hint: expect.stringContaining('SANDRUN_WEBHOOK_NETWORKS') })
  }
  const { error } = ErrorResponseSchema.parse(await (await send(closed, { url: receiver.url }, '')).json())
  expect(error).toMatchObject({ code: 'invalid-request', field: 'webhook' })
  expect(receiver.deliveries).toEqual([])
})
