import { setTimeout as delay } from 'node:timers/promises'
import { SandrunError } from '@sandrun/shared'
import type { Redis } from 'ioredis'
import * as z from 'zod/mini'
import { tooManySessions } from '../../model/session-errors.ts'
import type { Membership } from '../../ports/node-registry.ts'
import type { Claim, QueuedOrder, QueueState, RunQueue } from '../../ports/run-queue.ts'
import { BEGIN, CLAIM, END, POSITIONS, RECOVER, RELEASE, SUBMIT, WITHDRAW } from './queue-scripts.ts'
import { outOfReach } from './redis-membership.ts'

/** A submitted run is answered or refused within this, in milliseconds; Redis accepts no later order. */
const SUBMIT_WITHIN_MS = 2000

/** Looks for work this often, in milliseconds, even without a notice. */
const LOOK_EVERY_MS = 1000

/** Scripts take whole numbers; this one means "no limit". */
const NO_BOUND = 2 ** 40

const ClaimSchema = z.nullable(z.tuple([z.instanceof(Uint8Array), z.instanceof(Uint8Array)]))
const StateSchema = z.nullable(z.enum(['waiting', 'claimed', 'begun', 'ended', 'lost']))
const PositionsSchema = z.array(z.number())

export interface RunQueueOptions {
  redis: Redis
  /** A separate connection, which only listens. */
  listening: Redis
  membership: Pick<Membership, 'connected' | 'now'>
  /** The most runs that may wait, of all owners together. */
  maxQueued: number
}

/** The queue as scripts, each of which is one atomic step. */
export class RedisRunQueue implements RunQueue {
  readonly #terms: RunQueueOptions
  readonly #wakes = new Set<() => void>()
  #claims = 0
  /** The node that asked last. */
  #node = ''

  private constructor(terms: RunQueueOptions) {
    this.#terms = terms
    terms.listening.on('message', (_channel, node) => {
      if (node !== '' && node !== this.#node) return
      for (const one of this.#wakes) one()
    })
  }

  /** Resolves once it is subscribed to work. */
  static async open(terms: RunQueueOptions): Promise<RedisRunQueue> {
    // The connection subscribes again whenever it reconnects.
    await terms.listening.subscribe('sr:work')
    return new RedisRunQueue(terms)
  }

  async submit({ id, owner, language, interactive, caps, sessions, body }: QueuedOrder): Promise<void> {
    const { redis, membership, maxQueued } = this.#terms
    if (!membership.connected) throw outOfReach()
    const given = [id, owner, language, interactive ? 1 : 0, bounded(caps.running), bounded(caps.queued), maxQueued]
    const deadline = Math.floor(membership.now()) + SUBMIT_WITHIN_MS
    const submitted = SUBMIT.run(redis, ...given, deadline, sessions ?? 0, body)
    const answered = new AbortController()
    const late = delay(2 * SUBMIT_WITHIN_MS, 'late', { signal: answered.signal }).catch(() => 'late')
    const reply = await Promise.race([submitted, late]).finally(() => answered.abort())
    if (reply === 'late') {
      // Redis may have accepted it after all.
      submitted.then(() => this.withdraw(id)).catch(() => {})
    }
    const answer = Buffer.isBuffer(reply) ? reply.toString() : reply
    if (answer === 'own') {
      const message = `You already have ${caps.queued} queued runs, your limit.`
      throw new SandrunError('cap-reached', message, { retryAfter: 1 })
    }
    if (answer === 'sessions') throw tooManySessions(sessions ?? 0)
    if (answer === 'full') {
      throw new SandrunError('queue-full', `The queue is full: ${maxQueued} runs are waiting.`, { retryAfter: 1 })
    }
    if (answer !== 'ok') throw outOfReach()
  }

  async positions(runs: readonly string[]): Promise<(number | null)[]> {
    if (runs.length === 0) return []
    const ranks = PositionsSchema.parse(await POSITIONS.run(this.#terms.redis, ...runs))
    return ranks.map((rank) => (rank < 0 ? null : rank + 1))
  }

  async withdraw(run: string): Promise<boolean> {
    return (await WITHDRAW.run(this.#terms.redis, run)) === 1
  }

  async claim(node: string, languages: readonly string[]): Promise<Claim | null> {
    const { redis } = this.#terms
    this.#node = node
    const claimed = ClaimSchema.parse(await CLAIM.run(redis, node, (this.#claims += 1), ...languages))
    if (claimed === null) return null
    const [id, body] = claimed
    const run = Buffer.from(id).toString()
    let asked = false
    return {
      run,
      body,
      async begin() {
        if (asked) return false
        asked = true
        return (await BEGIN.run(redis, node, run)) === 1
      },
      release: async () => void (await RELEASE.run(redis, node, run)),
      end: async () => void (await END.run(redis, node, run)),
    }
  }

  onWork(wake: () => void): () => void {
    this.#wakes.add(wake)
    const timer = setInterval(wake, LOOK_EVERY_MS)
    return () => {
      this.#wakes.delete(wake)
      clearInterval(timer)
      // Otherwise it would be woken in place of a node that takes the run. Another look finds the run within a second.
      this.#terms.redis.zrem('sr:idle', this.#node).catch(() => {})
    }
  }

  async recover(): Promise<void> {
    await RECOVER.run(this.#terms.redis)
  }

  async state(run: string): Promise<QueueState | null> {
    return StateSchema.parse(await this.#terms.redis.hget(`sr:run:${run}`, 'state'))
  }
}

const bounded = (count: number): number => Math.min(count, NO_BOUND)
