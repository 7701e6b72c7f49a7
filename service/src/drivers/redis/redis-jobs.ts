import { createHash, randomUUID } from 'node:crypto'
import type { RunEvent, RunSummary, Started } from '@sandrun/shared'
import { type Redis, ReplyError } from 'ioredis'
import * as z from 'zod/mini'
import { lostEvents } from '../../model/lost-job.ts'
import type { Page } from '../../model/page.ts'
import type { Retention } from '../../model/retention.ts'
import type {
  CurrentJob,
  EndedJob,
  JobOrder,
  JobStore,
  KeyedJob,
  NewJob,
  StartedJob,
  WaitingJob,
} from '../../ports/job-store.ts'
import { readEvents, writeEvents } from '../job-documents/events-document.ts'
import { ORDER_FORMAT, readOrder, writePrincipal, writeRequest } from '../job-documents/order-document.ts'
import { readList, readLost, readStarted, readWaiting, toNote, toSummary } from './job-replies.ts'
import * as scripts from './job-scripts.ts'
import * as looks from './look-scripts.ts'
import type { Reach } from '../../ports/reach.ts'
import { RedisTexts } from './redis-texts.ts'
import { RedisWebhooks } from './redis-webhooks.ts'
import { textOf } from './script.ts'
import { toRefusal } from './to-refusal.ts'

/** Texts outlast their job by this, in milliseconds, if no gateway is there to forget the job. */
const SLACK_MS = 3_600_000

const SameSchema = z.nullable(z.tuple([textOf, textOf]))
const OneSchema = z.literal([0, 1])
const KnownSchema = z.object({
  principal: z.string(),
  state: z.string(),
  language: z.string(),
  createdAt: z.string(),
  adapter: z.string(),
  note: z.string(),
  verdict: z.optional(z.string()),
  end: z.optional(z.string()),
})

export interface RedisJobsOptions {
  redis: Redis
  /** For clients' requests: they get an answer even while Redis can't be reached. */
  reach: Reach
  /** This node, which has the jobs it adds. */
  node: () => string
  /** Milliseconds since the epoch, by the clock that all nodes share. */
  now: () => number
  /** How long ended jobs are kept, in milliseconds. */
  keptMs: number
}

/** The jobs of a cluster: each is held by one gateway, and by another when that is dead. */
export class RedisJobs implements JobStore {
  readonly webhooks: RedisWebhooks
  readonly #options: RedisJobsOptions
  readonly #texts: RedisTexts

  constructor(options: RedisJobsOptions) {
    this.#options = options
    this.#texts = new RedisTexts(options.redis)
    this.webhooks = new RedisWebhooks(options)
  }

  async add(job: NewJob): Promise<KeyedJob | null> {
    try {
      return await this.#add(job)
    } catch (error) {
      // What was written must not use up the rest. A lost answer may have been a yes.
      if (error instanceof ReplyError) await this.#texts.forget(orderKey(job.id)).catch(() => {})
      throw toRefusal(error)
    }
  }

  /** Each step must answer soon: a job of many megabytes may take longer, and one that was refused stores no more. */
  async #add({ id, principal, createdAt, language, request, idempotency, webhook, note }: NewJob) {
    const { redis, reach, node } = this.#options
    const { document, texts } = writeRequest(request)
    const bytes = (await this.#texts.write(orderKey(id), texts, { reach })) + Buffer.byteLength(document)
    const fields = {
      language,
      document,
      askedBy: writePrincipal(principal),
      format: ORDER_FORMAT,
      fingerprint: idempotency?.fingerprint ?? '',
      url: webhook?.url ?? '',
      secret: webhook?.secret ?? '',
      attempts: 0,
      adapter: note?.adapter ?? '',
      note: note?.text ?? '',
    }
    const key = idempotency === null ? '' : digestOf(principal.id, idempotency.key)
    const given = [id, node(), principal.id, createdAt, bytes, key]
    const same = SameSchema.parse(await reach(() => scripts.ADD.run(redis, ...given, ...Object.entries(fields).flat())))
    if (same === null) return null
    await reach(() => this.#texts.forget(orderKey(id)))
    return { id: same[0], fingerprint: same[1] }
  }

  async findByKey(principal: string, key: string): Promise<KeyedJob | null> {
    const { redis, reach } = this.#options
    const id = await reach(() => redis.hget('sr:jobs:keys', digestOf(principal, key)))
    const fingerprint = id === null ? null : await reach(() => redis.hget(jobKey(id), 'fingerprint'))
    return id === null || fingerprint === null ? null : { id, fingerprint }
  }

  async order(id: string): Promise<JobOrder | null> {
    const { redis, node } = this.#options
    const [state, holder, format, askedBy, request] = await redis.hmget(
      jobKey(id),
      'state',
      'holder',
      'format',
      'askedBy',
      'document',
    )
    if (state !== 'queued' || holder !== node() || !format || !askedBy || !request) return null
    return readOrder({ format: Number(format), askedBy, request }, this.#texts.reader(orderKey(id)))
  }

  async start(id: string, started: Omit<Started, 'type'>, attempt = ''): Promise<void> {
    const { redis, node } = this.#options
    const at = new Date(this.#options.now()).toISOString()
    const may = await scripts.START.run(redis, id, node(), randomUUID(), JSON.stringify(started), at, attempt)
    if (may !== 1) throw new Error(`The job ${id} was not waiting to be started.`)
  }

  async end(id: string, events: readonly RunEvent[]): Promise<boolean> {
    return this.#end(id, events, this.#options.node(), false)
  }

  async takeOverStarted(): Promise<StartedJob[]> {
    const { redis, node } = this.#options
    return readStarted(await looks.TAKE_OVER_STARTED.run(redis, node(), randomUUID()))
  }

  async endLost(): Promise<number> {
    let count = 0
    for (const { holder, ...job } of readLost(await looks.LOST.run(this.#options.redis))) {
      if (await this.#end(job.id, lostEvents(job), holder, true)) count++
    }
    return count
  }

  async waiting(): Promise<WaitingJob[]> {
    const { redis, node } = this.#options
    return readWaiting(await looks.WAITING.run(redis, node()))
  }

  async waitingBytes(principal: string): Promise<{ own: number; all: number }> {
    const { redis, reach } = this.#options
    const [own, all] = await reach(() => redis.hmget('sr:jobs:waiting-sizes', `p${principal}`, ''))
    return { own: Number(own ?? 0), all: Number(all ?? 0) }
  }

  async find(principal: string, id: string): Promise<EndedJob | null> {
    const known = await this.#find(principal, id)
    if (known?.end === undefined) return null
    const key = eventsKey(id, known.end)
    try {
      const document = await this.#options.reach(() => this.#texts.document(key))
      if (document === null) return null
      const events = await readEvents(document, this.#texts.reader(key))
      return { summary: known.summary, note: known.note, events }
    } catch (error) {
      // The job was forgotten during the read.
      if ((await this.#find(principal, id)) === null) return null
      throw error
    }
  }

  async findCurrent(principal: string, id: string): Promise<CurrentJob | null> {
    const known = await this.#find(principal, id)
    return known === null || known.end !== undefined ? null : { summary: known.summary, note: known.note }
  }

  async requestCancel(principal: string, id: string): Promise<void> {
    const { redis, reach } = this.#options
    await reach(() => scripts.REQUEST_CANCEL.run(redis, principal, id))
  }

  async toCancel(): Promise<string[]> {
    const { redis, node } = this.#options
    return redis.smembers(`sr:jobs:to-cancel:${node()}`)
  }

  async list(principal: string, { limit, after }: Page, adapter = ''): Promise<RunSummary[]> {
    const { redis, reach, node } = this.#options
    const before = after === null ? '+' : `(${after.createdAt} ${after.id}`
    return readList(await reach(() => scripts.LIST.run(redis, principal, node(), adapter, limit + 1, before)))
  }

  async forget(principal: string, id: string): Promise<boolean> {
    const { redis, reach } = this.#options
    return OneSchema.parse(await reach(() => scripts.FORGET.run(redis, principal, id))) === 1
  }

  async prune({ count, age, bytes, principalBytes }: Retention): Promise<void> {
    const { redis, now } = this.#options
    await scripts.PRUNE.run(redis, Math.floor(now()) - age, count, bytes, principalBytes)
  }

  /** The connection is the cluster's. */
  [Symbol.dispose](): void {}

  async #end(id: string, events: readonly RunEvent[], holder: string, isLost: boolean): Promise<boolean> {
    const { redis, now, keptMs } = this.#options
    const name = randomUUID()
    const { document, texts } = writeEvents(events)
    const last = events.at(-1)
    const verdict = last?.type === 'exit' ? last.result.verdict : ''
    try {
      const bytes = await this.#texts.write(eventsKey(id, name), texts, { document })
      const given = [id, holder, isLost ? 1 : 0, Math.floor(now()), verdict, bytes, name, keptMs + SLACK_MS]
      const isEnd = OneSchema.parse(await scripts.END.run(redis, ...given)) === 1
      if (!isEnd) await this.#texts.forget(eventsKey(id, name))
      return isEnd
    } catch (error) {
      // What was written must not use up the rest. A lost answer may have been a yes.
      if (error instanceof ReplyError) await this.#texts.forget(eventsKey(id, name)).catch(() => {})
      throw error
    }
  }

  async #find(principal: string, id: string) {
    const { redis, reach } = this.#options
    const known = KnownSchema.safeParse(await reach(() => redis.hgetall(jobKey(id))))
    if (!known.success || known.data.principal !== principal) return null
    const { language, state, verdict, createdAt, adapter, note, end } = known.data
    return { summary: toSummary({ id, language, state, verdict, createdAt }), note: toNote(adapter, note), end }
  }
}

const jobKey = (id: string): string => `sr:job:${id}`
const orderKey = (id: string): string => `sr:job-order:${id}`
const eventsKey = (id: string, end: string): string => `sr:job-events:${id}:${end}`

/** A caller's key may reveal a lot: only its digest is in Redis. */
function digestOf(principal: string, key: string): string {
  return createHash('sha256')
    .update(JSON.stringify([principal, key]))
    .digest('base64url')
}
