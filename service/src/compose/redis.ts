import type { FastifyBaseLogger } from 'fastify'
import { connectRedis } from '../drivers/redis/connection.ts'
import { GATEWAY_INBOX, INBOX, RedisBus } from '../drivers/redis/redis-bus.ts'
import { RedisDirectory } from '../drivers/redis/redis-directory.ts'
import { RedisJobs } from '../drivers/redis/redis-jobs.ts'
import { type MembershipOptions, RedisMembership } from '../drivers/redis/redis-membership.ts'
import { reachOf } from '../drivers/redis/reach.ts'
import { RedisRates } from '../drivers/redis/redis-rates.ts'
import { RedisRunQueue } from '../drivers/redis/redis-run-queue.ts'
import { RedisSessions } from '../drivers/redis/redis-sessions.ts'
import { RedisTokens } from '../drivers/redis/redis-tokens.ts'
import { RedisUsage } from '../drivers/redis/redis-usage.ts'
import type { Bus } from '../ports/bus.ts'
import type { Directory } from '../ports/directory.ts'
import type { JobStore } from '../ports/job-store.ts'
import type { Membership, NodeRegistry } from '../ports/node-registry.ts'
import type { Reach } from '../ports/reach.ts'
import type { RunQueue } from '../ports/run-queue.ts'
import type { SessionDirectory } from '../ports/session-directory.ts'
import type { AccessStores } from './stores.ts'

/** The connections between the nodes of a cluster. */
export interface Cluster extends AsyncDisposable {
  membership: Membership
  registry: NodeRegistry
  bus: Bus
  /** Carries messages between gateways, which workers can't read. Null for a worker. */
  gatewayBus: Bus | null
  directory: Directory
  sessionDirectory: SessionDirectory
  queue: RunQueue
  /** For what a client waits for. What must be done in the end waits for Redis. */
  reach: Reach
  /** The jobs of all gateways, over a separate connection, since they may be large. Ended ones are kept for `keptMs`. */
  openJobs: (keptMs: number) => JobStore
  /** What all gateways know of those who use them. */
  openStores: () => AccessStores
}

export interface JoinOptions extends Omit<MembershipOptions, 'redis' | 'inboxes'> {
  url: string
  /** The most runs that may wait. */
  maxQueued: number
  /** Called with each message for this node. */
  receive: (message: Uint8Array) => void
  /** Called with each message of another gateway. Absent for a worker. */
  receiveAsGateway?: (message: Uint8Array) => void
  log: FastifyBaseLogger
}

/** Joins the cluster at this address. Waits until Redis can be reached. */
export async function joinCluster(options: JoinOptions): Promise<Cluster> {
  // DisposableStack needs Node.js 24.
  const parts: AsyncDisposable[] = []
  const connections: Disposable[] = []
  const close = async (): Promise<void> => {
    try {
      for (const part of parts.splice(0).toReversed()) await part[Symbol.asyncDispose]()
    } finally {
      for (const connection of connections.splice(0).toReversed()) connection[Symbol.dispose]()
    }
  }
  try {
    return { ...(await join(options, { parts, connections })), [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

/** What closing disposes of, last first: parts before the connections that they use. */
interface Opened {
  parts: AsyncDisposable[]
  connections: Disposable[]
}

async function join(
  { url, maxQueued, receive, receiveAsGateway, log, ...node }: JoinOptions,
  { parts, connections }: Opened,
): Promise<Omit<Cluster, typeof Symbol.asyncDispose>> {
  const connect = (): ReturnType<typeof connectRedis> => {
    const redis = connectRedis(url, log)
    connections.push({ [Symbol.dispose]: () => redis.disconnect() })
    return redis
  }
  const redis = connect()
  const inboxes = receiveAsGateway === undefined ? [INBOX] : [INBOX, GATEWAY_INBOX]
  // A separate connection, so that no order delays this node's beats.
  const membership = await RedisMembership.join({ redis: connect(), inboxes, ...node })
  parts.push(membership)
  const openBus = (inbox: typeof INBOX | typeof GATEWAY_INBOX, receiver: (message: Uint8Array) => void): RedisBus => {
    const bus = new RedisBus({ redis, reading: connect(), inbox, node: () => membership.node, receive: receiver })
    parts.push(bus)
    return bus
  }
  const bus = openBus(INBOX, receive)
  const gatewayBus = receiveAsGateway === undefined ? null : openBus(GATEWAY_INBOX, receiveAsGateway)
  const queue = await RedisRunQueue.open({ redis, listening: connect(), membership, maxQueued })
  const reach = reachOf(membership)
  return {
    membership,
    registry: membership,
    bus,
    gatewayBus,
    directory: new RedisDirectory(redis),
    sessionDirectory: new RedisSessions(redis),
    queue,
    reach,
    openJobs: (keptMs) =>
      new RedisJobs({
        redis: connect(),
        reach,
        node: () => membership.node,
        now: () => membership.now(),
        keptMs,
      }),
    openStores() {
      const access = { redis, reach, now: () => membership.now() }
      return {
        tokens: new RedisTokens(access),
        usage: new RedisUsage(redis, reach),
        rates: new RedisRates(access),
        [Symbol.dispose]() {},
      }
    },
  }
}
