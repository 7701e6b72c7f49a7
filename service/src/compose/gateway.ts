import type { FastifyBaseLogger } from 'fastify'
import { ClusterLanguages } from '../gateway/cluster/cluster-languages.ts'
import type { Links } from '../gateway/cluster/links.ts'
import { RemoteHost } from '../gateway/cluster/remote-host.ts'
import { RemoteLiveRuns } from '../gateway/cluster/remote-live-runs.ts'
import { RemoteSessions } from '../gateway/cluster/remote-sessions.ts'
import type { Drain } from '../health/drain.ts'
import { resolveCaps } from '../model/caps.ts'
import type { OtherGateways } from '../ports/other-gateways.ts'
import type { Config } from '../settings/config.ts'
import type { Execution } from './app.ts'
import type { Cluster } from './redis.ts'

/** How often a gateway looks for jobs of dead ones, in milliseconds. */
const LOOK_EVERY_MS = 1000

export interface RemoteParts {
  config: Config
  cluster: Cluster
  links: Links
  gateways: OtherGateways
  drain: Drain
  log: FastifyBaseLogger
}

/** Lets the cluster's workers carry out runs. `close` does not leave the cluster: its caller joined it. */
export async function composeRemote({ config, cluster, links, gateways, drain, log }: RemoteParts): Promise<Execution> {
  const { membership, registry, directory, sessionDirectory, queue, reach } = cluster
  const languages = new ClusterLanguages(registry, log)
  await languages.refresh()
  const host = new RemoteHost({ queue, directory, sessionDirectory, links, membership, languages, reach, log })
  // A share of all current workers, which come and go.
  const caps = {
    ...resolveCaps(config.caps, { places: 0 }),
    get running() {
      return resolveCaps(config.caps, languages).running
    },
  }
  const { maxSessions } = config
  return {
    host,
    sessions: new RemoteSessions({
      queue,
      directory: sessionDirectory,
      links,
      membership,
      languages,
      drain,
      caps,
      maxSessions,
      reach,
    }),
    liveRuns: new RemoteLiveRuns({ links, directory, queue, membership, reach }),
    engine: {
      async info() {
        languages.check()
        return { rootDir: config.stateDir }
      },
    },
    pool: { starved: () => [] },
    caps,
    jobs: cluster.openJobs(config.jobRetention.age),
    lookEveryMs: LOOK_EVERY_MS,
    stores: cluster.openStores(),
    gateways,
    async close(jobsClosed) {
      await host.close()
      await jobsClosed
      languages[Symbol.dispose]()
    },
  }
}
