import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { SessionInfo } from '@sandrun/shared'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { watch } from '../src/conformance/watched-run.ts'
import { connectToOneOf, post, type ProcessCluster, type ProcessNode, startCluster } from './support/process-cluster.ts'
import { sh } from './support/process-worker.ts'
import { startRedis } from './support/redis-server.ts'

const run = promisify(execFile)
const USERS = new URL('../../deploy/redis-users.acl', import.meta.url)

let folder: string
let cluster: ProcessCluster
let gateway: ProcessNode
let worker: ProcessNode

/** The address for one of the users, over TLS. */
const addressOf = (user: string): string => cluster.redis.url.replace('redis://', `rediss://${user}:${user}-password@`)

const environmentOf = (user: string): Record<string, string> => ({
  SANDRUN_REDIS: addressOf(user),
  NODE_EXTRA_CA_CERTS: join(folder, 'redis.crt'),
})

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandrun-users-'))
  const [key, certificate, users] = ['redis.key', 'redis.crt', 'users.acl'].map((name) => join(folder, name))
  if (key === undefined || certificate === undefined || users === undefined) throw new Error('A path is missing.')
  const names = ['-subj', '/CN=redis', '-addext', 'subjectAltName=IP:127.0.0.1']
  await run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, ...names])
  // Redis allows no comments in the file.
  const lines = (await readFile(USERS, 'utf8')).split('\n').filter((line) => !line.startsWith('#'))
  await writeFile(users, lines.join('\n'))
  const tls = ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-ca-cert-file', certificate]
  cluster = await startCluster({
    settings: (port) => [
      '--port',
      '0',
      '--tls-port',
      `${port}`,
      ...tls,
      '--tls-auth-clients',
      'no',
      '--aclfile',
      users,
    ],
    client: { tls: { ca: await readFile(certificate) }, username: 'operator', password: 'operator-password' },
  })
  worker = await cluster.add('worker', environmentOf('worker'))
  gateway = await cluster.add('gateway', environmentOf('gateway'))
}, 60_000)
afterAll(async () => {
  await cluster[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

it('a cluster does its work with one user for gateways and one for workers, over TLS', async () => {
  const waited = await post(gateway, '/v1/runs', sh('echo waited'))
  expect(await waited.json()).toMatchObject({ verdict: 'ok', run: { stdout: 'waited\n' } })
  using client = await connectToOneOf(gateway)
  const live = watch(client, sh('read line; echo "got $line"'))
  live.send('input\n')
  await expect(live.result).resolves.toMatchObject({ verdict: 'ok' })
  const made = await post(gateway, '/v1/sessions', { language: 'sh' })
  const session = `/v1/sessions/${((await made.json()) as SessionInfo).id}`
  const kept = await post(gateway, `${session}/runs`, { code: 'echo kept' })
  expect(await kept.json()).toMatchObject({ verdict: 'ok', run: { stdout: 'kept\n' } })
  expect((await fetch(new URL(session, gateway.url), { method: 'DELETE' })).status).toBe(204)
  const job = await post(gateway, '/v1/runs?wait=false', sh('echo job'))
  const { id } = (await job.json()) as { id: string }
  const ended = async (): Promise<unknown> => (await fetch(new URL(`/v1/runs/${id}`, gateway.url))).json()
  await expect.poll(ended).toMatchObject({ state: 'ended', verdict: 'ok' })
  await worker.stop()
  worker = await cluster.add('worker', environmentOf('worker'))
  expect(await (await post(gateway, '/v1/runs', sh('echo again'))).json()).toMatchObject({ verdict: 'ok' })
  // Redis notes every command, key and channel that it has refused.
  expect(await cluster.redis.client.call('ACL', 'LOG')).toEqual([])
})

it('keeps what one of the users has stored through a restart of Redis', async () => {
  await using redis = await startRedis({
    settings: (port) => ['--port', `${port}`, '--aclfile', join(folder, 'users.acl')],
    client: { username: 'gateway', password: 'gateway-password' },
  })
  // Redis checks rights again only for several commands together.
  await redis.client.multi().set('sr:order:x', 'stored').set('sr:order:y', 'too').exec()
  await redis.restart()
  expect(await redis.client.get('sr:order:x')).toBe('stored')
})

it.each<[string, string, ...string[]]>([
  ['worker', 'hgetall', 'sr:tokens'],
  ['worker', 'hset', 'sr:tokens', 'id', '{}'],
  ['worker', 'hgetall', 'sr:webhooks'],
  ['worker', 'hget', 'sr:job:x', 'result'],
  ['worker', 'eval', 'return redis.call("hgetall", KEYS[1])', '1', 'sr:tokens'],
  ['worker', 'xadd', 'sr:gateway:x', '*', 'm', 'question'],
  ['worker', 'xread', 'STREAMS', 'sr:gateway:x', '0'],
  ['worker', 'publish', 'elsewhere', 'x'],
  ['worker', 'keys', '*'],
  ['worker', 'config', 'get', '*'],
  ['gateway', 'flushall'],
  ['gateway', 'acl', 'list'],
  ['gateway', 'get', 'another:application'],
])('%s must not %s %s', async (user, command, ...given) => {
  const redis = new Redis(addressOf(user), {
    tls: { ca: await readFile(join(folder, 'redis.crt')) },
    maxRetriesPerRequest: 0,
  })
  try {
    await expect(redis.call(command, ...given)).rejects.toThrow('NOPERM')
  } finally {
    redis.disconnect()
  }
})
