import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ProcessCluster, type ProcessNode, startCluster } from './support/process-cluster.ts'
import { sh } from './support/process-worker.ts'

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const SECRET = 'a-secret-of-sixteen-letters'

let cluster: ProcessCluster
let gateways: readonly ProcessNode[]

beforeEach(async () => {
  cluster = await startCluster()
  await cluster.add('worker')
  const environment = { SANDRUN_TOKEN: SECRET, SANDRUN_CAPS: 'runsPerMinute=2' }
  gateways = [await cluster.add('gateway', environment), await cluster.add('gateway', environment)]
})
afterEach(() => cluster[Symbol.asyncDispose]())

async function token(...args: string[]): Promise<string> {
  const env = { ...process.env, SANDRUN_REDIS: cluster.redis.url, SANDRUN_ROLE: 'gateway' }
  return (await promisify(execFile)(process.execPath, [MAIN, 'token', ...args], { env })).stdout
}

/** The status of a run at each gateway, one after the other. */
async function runAtEach(secret: string): Promise<number[]> {
  const statuses: number[] = []
  for (const { url } of gateways) {
    const response = await fetch(new URL('/v1/runs', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
      body: JSON.stringify(sh('true')),
    })
    await response.arrayBuffer()
    statuses.push(response.status)
  }
  return statuses
}

describe('all gateways', () => {
  it('know a token as soon as it is made, count its runs together, and refuse it once it is revoked', async () => {
    const secret = /sdr_\S+/.exec(await token('create', 'ada'))?.[0] ?? ''
    expect(await runAtEach(secret)).toEqual([200, 200])
    expect(await runAtEach(secret)).toEqual([429, 429])
    expect(await token('list')).toContain('ada')
    await token('revoke', 'ada')
    expect(await runAtEach(secret)).toEqual([401, 401])
  })

  it('make an address wait after wrong tokens at any of them', async () => {
    for (let guess = 0; guess < 4; guess++) expect(await runAtEach(`wrong-${guess}`)).toEqual([401, 401])
    const failures = 'sr:failures:127.0.0.1'
    expect(await cluster.redis.client.hget(failures, 'count')).toBe('8')
    expect(await runAtEach(SECRET)).toEqual([200, 200])
    // As if this lasted for long.
    await cluster.redis.client.hincrby(failures, 'count', 20)
    expect(await runAtEach(SECRET)).toEqual([429, 429])
  })
})
