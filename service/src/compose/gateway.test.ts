import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { liveRunHostContract } from '../../test/contracts/live-run-host.ts'
import { runHostContract } from '../../test/contracts/run-host.ts'
import { sessionHostContract } from '../../test/contracts/session-host.ts'
import { principal } from '../../test/support/principal.ts'
import { sh, startWorker, type TestWorker } from '../../test/support/process-worker.ts'
import { type RedisServer, startRedis } from '../../test/support/redis-server.ts'
import { Links } from '../gateway/cluster/links.ts'
import { Drain } from '../health/drain.ts'
import { NO_OTHER_GATEWAYS } from '../ports/other-gateways.ts'
import { RunLog } from '../run-log/run-log.ts'
import { readConfig } from '../settings/environment.ts'
import { ClaimLoop } from '../worker/cluster/claim-loop.ts'
import type { Execution } from './app.ts'
import { composeRemote } from './gateway.ts'
import { type Cluster, joinCluster } from './redis.ts'

const log = pino({ level: 'silent' })
const ada = principal('ada')

let server: RedisServer
let stack: AsyncDisposableStack
let worker: TestWorker
let loop: ClaimLoop
let gateway: Execution

beforeAll(async () => {
  server = await startRedis()
})
afterAll(() => server[Symbol.asyncDispose]())
afterEach(async () => {
  await stack.disposeAsync()
  await server.client.flushall()
})

async function join(
  role: 'gateway' | 'worker',
  receive: (message: Uint8Array) => void,
  languages = () => gateway.host.languages(),
): Promise<Cluster> {
  const report = () => ({ role, host: role, version: '1', running: 0, places: worker.places, draining: false })
  const fenced = (): void => {}
  return stack.use(await joinCluster({ url: server.url, maxQueued: 10, log, report, languages, receive, fenced }))
}

/** A gateway and a worker in this process, with nothing between them but Redis. */
function eachWith(environment: Record<string, string>): void {
  beforeEach(async () => {
    stack = new AsyncDisposableStack()
    worker = stack.use(await startWorker(environment))
    const far = await join(
      'worker',
      (message) => void loop.receive(message),
      () => worker.worker.languages(),
    )
    const { worker: host, sessions, liveRuns, places } = worker
    loop = stack.adopt(new ClaimLoop({ ...far, host, sessions, liveRuns, places, log }), (one) => one.close())
    let links: Links | null = null
    const near = await join(
      'gateway',
      (message) => void links?.receive(message),
      () => [],
    )
    links = stack.use(new Links({ ...near, log }, () => near.bus))
    const config = readConfig(environment)
    gateway = await composeRemote({
      config,
      cluster: near,
      links,
      gateways: NO_OTHER_GATEWAYS,
      drain: new Drain(),
      log,
    })
    stack.defer(() => gateway.close(Promise.resolve()))
  })
}

describe('with room for one', () => {
  eachWith({ SANDRUN_MAX_SANDBOXES: '1', SANDRUN_CAPS: 'running=1' })
  runHostContract('the workers of a cluster', () => gateway)
})

describe('with room for many', () => {
  eachWith({ SANDRUN_MAX_SESSIONS: '2', SANDRUN_MAX_SANDBOXES: '10', SANDRUN_CAPS: 'running=10' })
  sessionHostContract('the sessions of a cluster', () => gateway.sessions)
  liveRunHostContract('the live runs of a cluster', () => ({
    liveRuns: gateway.liveRuns,
    async start(resumable) {
      const { host, caps } = gateway
      const prepared = await host.prepare({ request: sh('echo up; cat'), principal: ada, caps, live: true, resumable })
      const runLog = new RunLog()
      return { ...prepared.start({ id: randomUUID(), log: runLog }), log: runLog }
    },
  }))

  it('refuses features that need one machine', async () => {
    await expect(gateway.host.build('sh')).rejects.toMatchObject({ code: 'not-in-cluster', status: 501 })
  })
})
