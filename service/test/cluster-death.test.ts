import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunResult } from '@sandrun/shared'
import { connectToOneOf, post, type ProcessCluster, startCluster } from './support/process-cluster.ts'
import { sh } from './support/process-worker.ts'
import { connectRaw } from './support/raw-client.ts'
import { watch } from '../src/conformance/watched-run.ts'

let cluster: ProcessCluster

beforeEach(async () => {
  cluster = await startCluster()
})
afterEach(() => cluster[Symbol.asyncDispose]())

/** Answers four words with 50 numbered lines each on both channels. */
const TALK = `
turn=0
while [ $turn -lt 4 ]; do
  read word
  line=0
  while [ $line -lt 50 ]; do
    echo "$turn $line $word ooooooooooooooooooooooooooooooooooooooooooooo"
    echo "$turn $line $word eeeeeee" >&2
    line=$((line + 1))
  done
  turn=$((turn + 1))
done
echo end`
const WORDS = ['one', 'two', 'three', 'four']

function expected(channel: 'stdout' | 'stderr'): string {
  const lines = WORDS.flatMap((word, turn) =>
    Array.from(
      { length: 50 },
      (_value, line) => `${turn} ${line} ${word} ${channel === 'stdout' ? 'o'.repeat(45) : 'eeeeeee'}\n`,
    ),
  )
  return lines.join('') + (channel === 'stdout' ? 'end\n' : '')
}

/** Redis' entry for the only run. */
async function stateOf({ redis }: ProcessCluster): Promise<{ id: string; state: string | null }> {
  const [key = ''] = await redis.client.keys('sr:run:*')
  return { id: key.replace('sr:run:', ''), state: await redis.client.hget(key, 'state') }
}

describe('a gateway that is killed', () => {
  it('loses nothing for a client that reconnects through another', async () => {
    await cluster.add('worker')
    const gateways = [await cluster.add('gateway'), await cluster.add('gateway')] as const
    using client = await connectToOneOf(...gateways)
    const states: string[] = []
    const run = watch(client, sh(TALK), { connection: (state) => states.push(state) })
    run.send('one\n')
    run.send('two\n')
    await run.sees('1 20 two')
    await gateways[0].kill()
    run.send('three\n')
    run.send('four\n')
    await expect(run.result).resolves.toMatchObject({ verdict: 'ok' })
    expect([states[0], states.at(-1)]).toEqual(['lost', 'resumed'])
    for (const channel of ['stdout', 'stderr'] as const) expect(run.bytes(channel).toString()).toBe(expected(channel))
  })

  it('with SIGTERM passes its clients to another, and ends', async () => {
    await cluster.add('worker')
    const gateways = [
      await cluster.add('gateway', { SANDRUN_DRAIN_MS: '600000' }),
      await cluster.add('gateway'),
    ] as const
    using client = await connectToOneOf(...gateways)
    const run = watch(client, sh(TALK))
    run.send('one\n')
    await run.sees('0 49 one')
    await gateways[0].stop()
    for (const word of WORDS.slice(1)) run.send(`${word}\n`)
    await expect(run.result).resolves.toMatchObject({ verdict: 'ok' })
    for (const channel of ['stdout', 'stderr'] as const) expect(run.bytes(channel).toString()).toBe(expected(channel))
  })

  it('with SIGTERM passes on a client whose run waits', async () => {
    await cluster.add('worker', { SANDRUN_MAX_SANDBOXES: '1' })
    const gateways = [
      await cluster.add('gateway', { SANDRUN_DRAIN_MS: '600000' }),
      await cluster.add('gateway'),
    ] as const
    using other = await connectToOneOf(gateways[1])
    const first = watch(other, sh('echo up; read word'))
    await first.sees('up')
    using client = await connectToOneOf(...gateways)
    const resumed = Promise.withResolvers<void>()
    const connection = (state: string): void => (state === 'resumed' ? resumed.resolve() : undefined)
    const run = watch(client, sh('read word; echo "got $word"'), { connection })
    run.send('early\n')
    // Its gateway lives until this has ended, and hears that a worker claims the run.
    const answer = post(gateways[0], '/v1/runs', sh('echo here'))
    await expect.poll(() => cluster.redis.client.zcard('sr:waiting')).toBe(2)
    const stopped = gateways[0].stop()
    await resumed.promise
    first.send('word\n')
    await expect(run.result).resolves.toMatchObject({ verdict: 'ok', run: { stdout: 'got early\n' } })
    expect(await (await answer).json()).toMatchObject({ verdict: 'ok' })
    await stopped
  })

  it('ends its run if its client cannot reconnect', async () => {
    await cluster.add('worker')
    const gateway = await cluster.add('gateway')
    const answer = post(gateway, '/v1/runs', sh('sleep 1000')).catch(() => null)
    await expect.poll(async () => (await stateOf(cluster)).state).toBe('begun')
    await gateway.kill()
    await answer
    await expect.poll(async () => (await stateOf(cluster)).state).toBe('ended')
  })
})

describe('a worker that is killed', () => {
  it('before its run has begun leaves it to another', async () => {
    const gateway = await cluster.add('gateway')
    const held = await cluster.add('worker', { TEST_HOLDS: '1' })
    using client = await connectToOneOf(gateway)
    const run = watch(client, sh('read word; echo "once $word"'))
    run.send('early\n')
    await expect.poll(async () => (await stateOf(cluster)).state).toBe('claimed')
    await cluster.add('worker')
    await held.kill()
    await expect(run.result).resolves.toMatchObject({ verdict: 'ok' })
    expect(run.bytes('stdout').toString()).toBe('once early\n')
  })

  it('after it has begun ends it as lost, and it is not run again', async () => {
    const gateway = await cluster.add('gateway')
    const worker = await cluster.add('worker')
    using client = await connectToOneOf(gateway)
    const run = watch(client, sh('echo up; cat'))
    await run.sees('up')
    const answer = post(gateway, '/v1/runs', sh('sleep 1000'))
    await expect.poll(() => cluster.redis.client.keys('sr:run:*')).toHaveLength(2)
    await expect.poll(() => cluster.redis.client.zcard('sr:waiting')).toBe(0)
    await expect.poll(() => cluster.redis.client.keys('sr:order:*')).toEqual([])
    await cluster.add('worker')
    await worker.kill()
    await expect(run.result).resolves.toMatchObject({ verdict: 'worker-lost', language: 'sh' })
    expect(((await (await answer).json()) as RunResult).verdict).toBe('worker-lost')
    expect(await cluster.redis.client.keys('sr:claims:*')).toEqual([])
    expect(await cluster.redis.client.exists('sr:running')).toBe(0)
  })

  it('with two others, before anyone heard that they had its run, ends it as lost', async () => {
    const gateway = await cluster.add('gateway')
    const workers = await Promise.all([1, 2, 3].map(() => cluster.add('worker', { TEST_DIES_AT_CLAIM: '1' })))
    const answer = post(gateway, '/v1/runs', sh('echo never'))
    await Promise.all(workers.map(({ child }) => once(child, 'exit')))
    expect(await (await answer).json()).toMatchObject({ verdict: 'worker-lost' })
    expect((await stateOf(cluster)).state).toBe('lost')
    // The next one is not lost with it.
    await cluster.add('worker')
    expect(await (await post(gateway, '/v1/runs', sh('echo again'))).json()).toMatchObject({ verdict: 'ok' })
  })

  it('with SIGTERM ends after its runs, and takes no others', async () => {
    const gateway = await cluster.add('gateway')
    const first = await cluster.add('worker', { SANDRUN_DRAIN_MS: '600000' })
    using client = await connectToOneOf(gateway)
    const run = watch(client, sh('echo up; read word; echo "got $word"'))
    await run.sees('up')
    const stopped = first.stop()
    await cluster.add('worker')
    await expect.poll(() => cluster.redis.client.keys('sr:node:*')).toHaveLength(3)
    for (let count = 0; count < 3; count++) {
      const response = await post(gateway, '/v1/runs', sh('echo here'))
      expect(await response.json()).toMatchObject({ verdict: 'ok' })
    }
    run.send('word\n')
    await expect(run.result).resolves.toMatchObject({ verdict: 'ok', run: { stdout: 'up\ngot word\n' } })
    await stopped
  })
})

describe('a Redis that hangs and restarts', () => {
  it('lets programs continue, loses nothing, and refuses new runs in the meantime', async () => {
    await cluster.add('worker')
    const gateway = await cluster.add('gateway')
    using client = await connectToOneOf(gateway)
    const run = watch(client, sh(TALK))
    run.send('one\n')
    await run.sees('0 49 one')
    cluster.redis.pause()
    run.send('two\n')
    const refused = await post(gateway, '/v1/runs', sh('true'))
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await refused.json()).toMatchObject({ error: { code: 'cluster-unavailable' } })
    await cluster.redis.restart()
    run.send('three\n')
    run.send('four\n')
    await expect(run.result).resolves.toMatchObject({ verdict: 'ok' })
    for (const channel of ['stdout', 'stderr'] as const) expect(run.bytes(channel).toString()).toBe(expected(channel))
    await expect.poll(async () => (await post(gateway, '/v1/runs', sh('echo again'))).status).toBe(200)
  })
  it('answers a client that reconnects', async () => {
    await cluster.add('worker')
    const gateway = await cluster.add('gateway')
    const client = await connectRaw(gateway.url, { timeout: 30_000 })
    const attach = { type: 'attach', runId: 'gone', resumeToken: 'token', stdout: 0, stderr: 0 }
    cluster.redis.pause()
    client.say(attach)
    expect(await client.hears('error')).toMatchObject({ code: 'cluster-unavailable', retryable: true, retryAfter: 5 })
    cluster.redis.resume()
    const isBack = async (): Promise<number> => (await post(gateway, '/v1/runs', sh('true'))).status
    await expect.poll(isBack).toBe(200)
    client.say(attach)
    expect(await client.hears('error')).toMatchObject({ code: 'not-found' })
    client.socket.terminate()
  })
})
