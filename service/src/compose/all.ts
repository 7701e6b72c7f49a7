import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { Drain } from '../health/drain.ts'
import type { ContainerEngine } from '../ports/sandbox-engine.ts'
import type { Config } from '../settings/config.ts'
import { Metrics } from '../telemetry/metrics.ts'
import { composeApp } from './app.ts'
import { openJobs } from './open-jobs.ts'
import { type AccessStores, openStores } from './stores.ts'
import { composeWorker } from './worker.ts'

/** Composes a service on a single machine, without listening. Closing it leaves no container behind. */
export async function createApp(
  config: Config,
  engine: ContainerEngine,
  log: FastifyBaseLogger,
  drain = new Drain(),
): Promise<FastifyInstance> {
  const metrics = new Metrics()
  const { worker, watch, ...parts } = await composeWorker({ config, engine, images: engine, drain, metrics, log })
  const jobs = openJobs(config, log)
  let stores: AccessStores | undefined
  try {
    stores = openStores(config.stateDir)
    const execution = { ...parts, host: worker, engine: watch, jobs, stores }
    return await composeApp({ config, log, drain, metrics, execution })
  } catch (error) {
    // What runs would keep the process of a service that does not start.
    await parts.close(Promise.resolve())
    stores?.[Symbol.dispose]()
    jobs[Symbol.dispose]()
    throw error
  }
}
