import type { FastifyBaseLogger } from 'fastify'
import { connectRedis } from '../drivers/redis/connection.ts'
import { RedisBus } from '../drivers/redis/redis-bus.ts'
import { RedisDirectory } from '../drivers/redis/redis-directory.ts'
import { type MembershipTerms, RedisMembership } from '../drivers/redis/redis-membership.ts'
import { RedisRunQueue } from '../drivers/redis/redis-run-queue.ts'
import type { Bus } from '../ports/bus.ts'
import type { Directory } from '../ports/directory.ts'
import type { Membership, NodeRegistry } from '../ports/node-registry.ts'
import type { RunQueue } from '../ports/run-queue.ts'

/** What holds the nodes of a cluster together. */
export interface Cluster extends AsyncDisposable {
  membership: Membership
  registry: NodeRegistry
  bus: Bus
  directory: Directory
  queue: RunQueue
}

export interface JoinTerms extends Omit<MembershipTerms, 'redis'> {
  url: string
  /** Runs that may wait. */
  maxQueued: number
  /** A message came for this node. */
  receive: (message: Uint8Array) => void
  log: FastifyBaseLogger
}

/** Joins the cluster that meets at this address. Waits until it can be reached. */
export async function joinCluster({ url, maxQueued, receive, log, ...terms }: JoinTerms): Promise<Cluster> {
  await using opened = new AsyncDisposableStack()
  const connect = (): ReturnType<typeof connectRedis> =>
    opened.adopt(connectRedis(url, log), (redis) => redis.disconnect())
  const redis = connect()
  // Of its own, so that no order holds up the word that this node lives.
  const membership = opened.use(await RedisMembership.join({ redis: connect(), ...terms }))
  const bus = opened.use(new RedisBus(redis, connect(), () => membership.node, receive))
  const queue = await RedisRunQueue.open({ redis, listening: connect(), membership, maxQueued })
  const parts = opened.move()
  return {
    membership,
    registry: membership,
    bus,
    directory: new RedisDirectory(redis),
    queue,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}
