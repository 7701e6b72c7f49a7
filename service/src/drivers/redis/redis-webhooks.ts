import type { Redis } from 'ioredis'
import * as z from 'zod/mini'
import type { DueWebhook, WebhookOutbox } from '../../ports/webhook-outbox.ts'
import { textOf } from './script.ts'
import { CLAIM_WEBHOOKS, POSTPONE_WEBHOOK, SETTLE_WEBHOOK } from './webhook-scripts.ts'

const DueSchema = z.array(z.tuple([textOf, textOf, textOf, textOf, textOf]))

export interface RedisWebhooksOptions {
  redis: Redis
  /** This node: another one takes over when it is dead. */
  node: () => string
  /** Milliseconds since the epoch, by the clock that all nodes share. */
  now: () => number
}

/** The webhooks of jobs in Redis. */
export class RedisWebhooks implements WebhookOutbox {
  readonly #options: RedisWebhooksOptions

  constructor(options: RedisWebhooksOptions) {
    this.#options = options
  }

  async claim(most: number, leaseMs: number): Promise<DueWebhook[]> {
    const { redis, node, now } = this.#options
    const due = DueSchema.parse(await CLAIM_WEBHOOKS.run(redis, node(), Math.floor(now()), most, leaseMs))
    return due.map(([job, principal, url, secret, attempts]) => ({
      job,
      principal,
      url,
      ...(secret !== '' && { secret }),
      attempts: Number(attempts),
    }))
  }

  async nextInMs(): Promise<number | null> {
    const { redis, now } = this.#options
    const [, at] = await redis.zrange('sr:webhooks', '0', '0', 'WITHSCORES')
    return at === undefined ? null : Number(at) - Math.floor(now())
  }

  async settle(job: string): Promise<void> {
    await SETTLE_WEBHOOK.run(this.#options.redis, job)
  }

  async postpone(job: string, waitMs: number): Promise<void> {
    const { redis, now } = this.#options
    await POSTPONE_WEBHOOK.run(redis, job, Math.round(now() + waitMs))
  }
}
