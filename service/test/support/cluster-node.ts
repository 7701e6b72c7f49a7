/** A process of a cluster that runs programs without containers: like `sandrun serve --role`, but without Docker. */
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { composeNode } from '../../src/compose/node.ts'
import { ProcessEngine } from '../../src/drivers/process/process-engine.ts'
import { RedisJobs } from '../../src/drivers/redis/redis-jobs.ts'
import { RedisRunQueue } from '../../src/drivers/redis/redis-run-queue.ts'
import { SessionAnswer } from '../../src/gateway/cluster/session-answer.ts'
import { Drain } from '../../src/health/drain.ts'
import { readConfig } from '../../src/settings/environment.ts'
import { testImages } from './test-languages.ts'

const {
  TEST_AGENT: agent = '',
  TEST_BUILT = '',
  TEST_HOLDS = '',
  TEST_DIES_AT_START = '',
  TEST_DIES_AT_CLAIM = '',
  TEST_DIES_AT_BEGIN = '',
  TEST_DIES_AT_SESSION = '',
} = process.env
const images = testImages(TEST_BUILT.split(','))

/** Never has a sandbox ready. */
class HeldEngine extends ProcessEngine {
  override startContainer(): Promise<never> {
    return new Promise(() => {})
  }
}

if (TEST_DIES_AT_START !== '') {
  // Has let a job begin, and dies before its worker hears of it.
  const start: RedisJobs['start'] = Reflect.get(RedisJobs.prototype, 'start')
  RedisJobs.prototype.start = async function dies(...given) {
    await start.apply(this, given)
    process.kill(process.pid, 'SIGKILL')
  }
}

if (TEST_DIES_AT_CLAIM + TEST_DIES_AT_BEGIN !== '') {
  // A worker that dies when it has claimed a run and nobody has heard of it, or when it may begin it.
  const claim: RedisRunQueue['claim'] = Reflect.get(RedisRunQueue.prototype, 'claim')
  RedisRunQueue.prototype.claim = async function dies(...given) {
    const claimed = await claim.apply(this, given)
    if (claimed !== null && TEST_DIES_AT_CLAIM !== '') process.kill(process.pid, 'SIGKILL')
    return claimed === null ? null : { ...claimed, begin: async () => process.kill(process.pid, 'SIGKILL') }
  }
}

if (TEST_DIES_AT_SESSION !== '') {
  // A gateway that dies when the session is ready that it ordered.
  SessionAnswer.prototype.session = () => process.kill(process.pid, 'SIGKILL')
}

const config = readConfig(process.env)
const drain = new Drain()
const node = await composeNode({
  config,
  url: config.redis ?? '',
  openEngine: () => new (TEST_HOLDS === '' ? ProcessEngine : HeldEngine)({ agent, images }),
  log: pino({ level: config.logLevel }, pino.destination(2)),
  drain,
})
await node.app?.listen({ host: '127.0.0.1', port: 0 })
const address = node.app?.server.address() as AddressInfo | undefined
process.once('SIGTERM', () => {
  const late = AbortSignal.timeout(config.drainMs)
  void Promise.all([drain.begin(config.drainMs), node.drain(late)]).then(() => node.close())
})
process.stdout.write(`ready ${address?.port ?? 0}\n`)
