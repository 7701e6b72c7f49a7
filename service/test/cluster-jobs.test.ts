import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunList, type RunRecord, WebhookMessageSchema } from '@sandrun/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readEvents } from './support/events.ts'
import { post, type ProcessCluster, type ProcessNode, startCluster } from './support/process-cluster.ts'
import { sh } from './support/process-worker.ts'
import { startReceiver } from './support/receiver.ts'

const WAIT = { timeout: 90_000 }

let cluster: ProcessCluster
let folder: string
let marks: string
let gate: string

beforeEach(async () => {
  cluster = await startCluster()
  folder = await mkdtemp(join(tmpdir(), 'sandrun-jobs-'))
  ;[marks, gate] = [join(folder, 'marks'), join(folder, 'gate')]
  await writeFile(marks, '')
  // Programs are of other users than the test.
  await chmod(folder, 0o755)
  await chmod(marks, 0o666)
})
afterEach(async () => {
  await cluster[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const gateway = (): Promise<ProcessNode> =>
  cluster.add('gateway', { SANDRUN_WEBHOOK_NETWORKS: '127.0.0.1', SANDRUN_WEBHOOK_RETRY_MS: '50' })

/** Leaves a mark, and continues when the gate is open. */
const marked = () => sh(`echo here >> ${marks}; until [ -e ${gate} ]; do sleep 0.02; done; echo done`)
const open = (): Promise<void> => writeFile(gate, '')
const starts = async (): Promise<number> => (await readFile(marks, 'utf8')).split('here').length - 1

async function accept(at: ProcessNode, body: object, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(new URL('/v1/runs?wait=false', at.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  const record = (await response.json()) as RunRecord
  expect([response.status, record]).toEqual([202, expect.objectContaining({ id: expect.any(String) })])
  return record.id
}

const show = async ({ url }: ProcessNode, id: string): Promise<RunRecord> =>
  (await (await fetch(new URL(`/v1/runs/${id}`, url))).json()) as RunRecord
const stateOf = async (at: ProcessNode, id: string): Promise<string> => (await show(at, id)).state
const ended = async (at: ProcessNode, id: string): Promise<RunRecord> => {
  await expect.poll(() => stateOf(at, id), WAIT).toBe('ended')
  return show(at, id)
}

describe('a job of a cluster', () => {
  it('is known to every gateway, from its acceptance to its end', async () => {
    await cluster.add('worker')
    const [first, second] = [await gateway(), await gateway()]
    const key = { 'idempotency-key': 'once' }
    const id = await accept(first, marked(), key)
    expect(await accept(second, marked(), key)).toBe(id)
    await expect.poll(() => stateOf(second, id), WAIT).toBe('running')
    const { runs } = (await (await fetch(new URL('/v1/runs', second.url))).json()) as RunList
    expect(runs).toMatchObject([{ id, state: 'running' }])
    const reused = await fetch(new URL('/v1/runs?wait=false', second.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...key },
      body: JSON.stringify(sh('other')),
    })
    expect(await reused.json()).toMatchObject({ error: { code: 'idempotency-key-reused' } })
    const followed = await fetch(new URL(`/v1/runs/${id}/events`, second.url))
    const waited = fetch(new URL('/v1/runs', second.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...key },
      body: JSON.stringify(marked()),
    })
    await open()
    const types: string[] = []
    for await (const { event } of readEvents(followed)) types.push(event.type)
    expect([types.includes('started'), types.at(-1)]).toEqual([true, 'exit'])
    expect(await (await waited).json()).toMatchObject({ id, verdict: 'ok', run: { stdout: 'done\n' } })
    for (const at of [first, second]) {
      expect(await ended(at, id)).toMatchObject({ id, verdict: 'ok', result: { run: { stdout: 'done\n' } } })
    }
    expect(await starts()).toBe(1)
    expect(await cluster.redis.client.keys('sr:*order*')).toEqual([])
  })

  it('is known to every gateway through the APIs of others too', async () => {
    await cluster.add('worker')
    const [first, second] = [await gateway(), await gateway()]
    const accepted = await post(first, '/api/schedule', sh('echo scheduled'))
    const { id } = (await accepted.json()) as { id: string }
    const check = async (): Promise<unknown> => (await fetch(new URL(`/api/schedule/check/${id}`, second.url))).json()
    await expect.poll(check, WAIT).toMatchObject({ id, status: 'finished', result: { stdout: 'scheduled\n' } })
  })

  it('is cancelled through any gateway', async () => {
    await cluster.add('worker')
    const [first, second] = [await gateway(), await gateway()]
    const id = await accept(first, marked())
    await expect.poll(() => stateOf(second, id), WAIT).toBe('running')
    const answer = await fetch(new URL(`/v1/runs/${id}`, second.url), { method: 'DELETE' })
    expect(answer.status).toBe(202)
    expect(await ended(second, id)).toMatchObject({ verdict: 'cancelled' })
  })

  it('is taken over when its gateway dies before it has begun, and runs once', async () => {
    const held = await cluster.add('worker', { TEST_HOLDS: '1' })
    const [first, second] = [await gateway(), await gateway()]
    const id = await accept(first, marked())
    await expect.poll(async () => (await cluster.redis.client.keys('sr:claims:*')).length).toBe(1)
    await first.kill()
    await cluster.add('worker')
    await held.kill()
    await expect.poll(starts, WAIT).toBe(1)
    await open()
    expect(await ended(second, id)).toMatchObject({ verdict: 'ok', result: { id, run: { stdout: 'done\n' } } })
    expect(await starts()).toBe(1)
  })

  it.each([
    ['dies', true, (one: ProcessNode) => one.kill()],
    ['dies just before its end', false, (one: ProcessNode) => one.kill()],
    ['is stopped', true, (one: ProcessNode) => one.stop()],
  ])('is followed by another gateway when its own %s', async (_when, isFollowedFirst, end) => {
    await cluster.add('worker')
    const [first, second] = [await cluster.add('gateway', { SANDRUN_DRAIN_MS: '10' }), await gateway()]
    const id = await accept(first, marked())
    await expect.poll(() => stateOf(second, id), WAIT).toBe('running')
    await expect.poll(starts, WAIT).toBe(1)
    const holder = (): Promise<string | null> => cluster.redis.client.hget(`sr:job:${id}`, 'holder')
    const before = await holder()
    await end(first)
    await expect.poll(async () => !isFollowedFirst || (await holder()) !== before, WAIT).toBe(true)
    await open()
    expect(await ended(second, id)).toMatchObject({ verdict: 'ok', result: { id, run: { stdout: 'done\n' } } })
    expect(await starts()).toBe(1)
  })

  it('begins when its gateway dies after it let it begin, before the worker heard of it', async () => {
    await cluster.add('worker')
    const [first, second] = [await cluster.add('gateway', { TEST_DIES_AT_START: '1' }), await gateway()]
    await open()
    const id = await accept(first, marked())
    expect(await ended(second, id)).toMatchObject({ verdict: 'ok', result: { id, run: { stdout: 'done\n' } } })
    expect(await starts()).toBe(1)
  })

  it('begins on another worker when its own dies after it may begin, before it does', async () => {
    await cluster.add('worker', { TEST_DIES_AT_BEGIN: '1' })
    const first = await gateway()
    await open()
    const id = await accept(first, marked())
    await expect.poll(() => cluster.redis.client.hget(`sr:job:${id}`, 'state'), WAIT).toBe('running')
    await cluster.add('worker')
    expect(await ended(first, id)).toMatchObject({ verdict: 'ok', result: { id, run: { stdout: 'done\n' } } })
    expect(await starts()).toBe(1)
  })

  it('ends as lost when its worker dies after it has begun, and it is not run again', async () => {
    const worker = await cluster.add('worker')
    const [first, second] = [await gateway(), await gateway()]
    const id = await accept(first, marked())
    await expect.poll(starts, WAIT).toBe(1)
    await cluster.add('worker')
    await worker.kill()
    expect(await ended(second, id)).toMatchObject({ verdict: 'worker-lost' })
    expect(await starts()).toBe(1)
  })

  it('survives a restart of Redis', async () => {
    await cluster.add('worker')
    const [first, second] = [await gateway(), await gateway()]
    const id = await accept(first, marked())
    await expect.poll(starts, WAIT).toBe(1)
    await cluster.redis.restart()
    await open()
    expect(await ended(second, id)).toMatchObject({ verdict: 'ok', result: { run: { stdout: 'done\n' } } })
  })
})

describe('the webhook of a job in a cluster', () => {
  it('is sent once, and by another gateway when its sender dies', async () => {
    await using receiver = await startReceiver(200, 'silence')
    await cluster.add('worker')
    const first = await gateway()
    const sentOnce = await accept(first, { ...sh('echo once'), webhook: { url: receiver.url } })
    await expect.poll(() => receiver.deliveries.length, WAIT).toBe(1)
    expect(WebhookMessageSchema.parse(JSON.parse(receiver.deliveries[0]?.body ?? ''))).toMatchObject({
      type: 'run.ended',
      data: { id: sentOnce, verdict: 'ok', result: { run: { stdout: 'once\n' } } },
    })
    await expect.poll(() => cluster.redis.client.zcard('sr:webhooks')).toBe(0)
    // The receiver does not answer the second, and its sender dies meanwhile.
    const id = await accept(first, { ...sh('echo again'), webhook: { url: receiver.url } })
    await expect.poll(() => receiver.deliveries.length, WAIT).toBe(2)
    const second = await gateway()
    await first.kill()
    await expect.poll(() => receiver.deliveries.length, WAIT).toBe(3)
    expect(receiver.deliveries.slice(1).map(({ headers }) => headers['webhook-id'])).toEqual([id, id])
    expect(await ended(second, id)).toMatchObject({ verdict: 'ok' })
  })
})
