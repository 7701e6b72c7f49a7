import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DockerEngine } from '../src/drivers/docker/docker-engine.ts'
import { LABELS } from '../src/model/labels.ts'
import { spawnService } from './support/service-process.ts'
import { connect, post, watch } from './support/service.ts'

let stateDir: string
beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'sandrun-drain-'))
})
afterAll(() => rm(stateDir, { recursive: true }))

const patient = { language: 'bash', code: 'echo ready; read line; echo "got $line"' }

/** A service whose only run waits for its user. */
async function startWithRun(environment: Record<string, string> = {}) {
  const instance = `test-${randomBytes(6).toString('hex')}`
  const { child, url } = await spawnService({
    SANDRUN_INSTANCE: instance,
    SANDRUN_STATE_DIR: stateDir,
    SANDRUN_WARM: 'none',
    ...environment,
  })
  const exited = once(child, 'exit')
  const client = await connect({ url })
  const run = watch(client, patient)
  run.result.catch(() => {})
  await run.sees('ready')
  return { instance, child, url, exited, client, run }
}

it('accepts nothing new after SIGTERM, lets active runs end, and ends', async () => {
  const { instance, child, url, exited, run } = await startWithRun()
  const readiness = async (): Promise<number> => (await fetch(new URL('/readyz', url))).status
  expect(await readiness()).toBe(200)
  child.kill('SIGTERM')
  await expect.poll(readiness).toBe(503)
  expect(await (await fetch(new URL('/readyz', url))).json()).toMatchObject({
    error: { code: 'shutting-down' },
    reasons: [{ code: 'shutting-down' }],
  })
  expect((await fetch(new URL('/healthz', url))).status).toBe(200)
  await expect(post({ url }, patient)).rejects.toThrow(/503.*shutting-down.*"retryable":true/)
  run.send('a line\n')
  await expect(run.result).resolves.toMatchObject({ verdict: 'ok', run: { stdout: 'ready\ngot a line\n' } })
  expect(await exited).toEqual([0, null])
  expect(await new DockerEngine().listContainers({ [LABELS.instance]: instance })).toEqual([])
})

it('cancels active runs when its time is up', async () => {
  const { child, exited, run } = await startWithRun({ SANDRUN_DRAIN_MS: '100' })
  child.kill('SIGTERM')
  await expect(run.result).resolves.toMatchObject({ verdict: 'cancelled' })
  expect(await exited).toEqual([0, null])
})

it('ends at once at a second signal', async () => {
  const { child, url, exited, client } = await startWithRun()
  child.kill('SIGTERM')
  await expect.poll(async () => (await fetch(new URL('/readyz', url))).status).toBe(503)
  child.kill('SIGTERM')
  expect(await exited).toEqual([1, null])
  client.close()
})
