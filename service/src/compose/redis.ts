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
export async function joinCluster({
  url,
  maxQueued,
  receive,
  receiveAsGateway,
  log,
  ...node
}: JoinOptions): Promise<Cluster> {
  await using opened = new AsyncDisposableStack()
  const connections = opened.use(new DisposableStack())
  const connect = (): ReturnType<typeof connectRedis> =>
    connections.adopt(connectRedis(url, log), (redis) => redis.disconnect())
  const redis = connect()
  const inboxes = receiveAsGateway === undefined ? [INBOX] : [INBOX, GATEWAY_INBOX]
  // A separate connection, so that no order delays this node's beats.
  const membership = opened.use(await RedisMembership.join({ redis: connect(), inboxes, ...node }))
  const openBus = (inbox: typeof INBOX | typeof GATEWAY_INBOX, receiver: (message: Uint8Array) => void): RedisBus =>
    opened.use(new RedisBus({ redis, reading: connect(), inbox, node: () => membership.node, receive: receiver }))
  const bus = openBus(INBOX, receive)
  const gatewayBus = receiveAsGateway === undefined ? null : openBus(GATEWAY_INBOX, receiveAsGateway)
  const queue = await RedisRunQueue.open({ redis, listening: connect(), membership, maxQueued })
  const reach = reachOf(membership)
  const parts = opened.move()
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
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}
