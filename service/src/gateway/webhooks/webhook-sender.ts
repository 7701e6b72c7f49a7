import type { WebhookMessage } from '@sandrun/shared'
import type { FastifyBaseLogger } from 'fastify'
import { KeptRun } from '../records/kept-run.ts'
import type { EndedJob, JobStore } from '../../ports/job-store.ts'
import type { DueWebhook } from '../../ports/webhook-outbox.ts'
import { yieldingJsonChunks } from '../../model/json-chunks.ts'
import { VERSION } from '../../model/version.ts'
import type { AddressGuard } from './address-guard.ts'
import { sendJson } from './send-json.ts'
import { webhookHeaders } from './signature.ts'

/** Each failed attempt makes the next wait five times as long: seconds, minutes, hours, a day in all. */
const BACKOFF = 5
const MAX_ATTEMPTS = 8

/** Varies waits by a tenth, so that attempts that failed together do not return together. */
const JITTER = 0.1

/** The receiver is gone for good (RFC 9110, section 15.5.11). */
const GONE = 410

/** The most attempts at once. */
const BATCH = 16

/** Longer than an attempt takes: after that, another process may send it. */
const LEASE_MS = 120_000

/** The wait for a webhook that became due just after a look at the store, in milliseconds. */
const JUST_DUE_MS = 100

/** The longest wait of a timer. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** The message about a job's end, and how to send it. */
export interface Callback {
  method: 'POST' | 'PUT'
  message: object
}

/** Makes an adapter's callback in the words of its API. */
type CallbackOf = (job: EndedJob) => Callback

export interface WebhookSenderDependencies {
  store: JobStore
  guard: AddressGuard
  /** The wait after the first attempt, in milliseconds. */
  retryMs: number
  /** By adapter: all other jobs, and native ones, are sent as `WebhookMessage`. */
  callbacks?: ReadonlyMap<string, CallbackOf>
  log: FastifyBaseLogger
}

/** Sends webhooks of ended jobs, at least once each: until the receiver answers 2xx, or has not for a day. */
export class WebhookSender {
  readonly #dependencies: WebhookSenderDependencies
  readonly #underWay = new Set<Promise<void>>()
  /** Makes one look at the store follow another. */
  #looks: Promise<void> = Promise.resolve()
  readonly #closing = new AbortController()
  #timer: NodeJS.Timeout | undefined

  constructor(dependencies: WebhookSenderDependencies) {
    this.#dependencies = dependencies
  }

  /** Sends the due webhooks, and schedules the others. Called when a job has ended. Never throws. */
  wake(): void {
    this.#looks = this.#looks
      .then(() => this.#look())
      .catch((error: unknown) => {
        const { retryMs, log } = this.#dependencies
        log.error({ err: error }, "can't read the due webhooks")
        this.#wakeIn(retryMs)
      })
  }

  async #look(): Promise<void> {
    if (this.#closing.signal.aborted) return
    clearTimeout(this.#timer)
    const { store, log } = this.#dependencies
    const { webhooks } = store
    for (const webhook of await webhooks.claim(BATCH, LEASE_MS)) {
      const told = this.#tell(webhook)
        .catch((error: unknown) => log.error({ job: webhook.job, err: error }, 'the store failed a webhook'))
        .finally(() => {
          this.#underWay.delete(told)
          this.wake()
        })
      this.#underWay.add(told)
    }
    const wait = this.#underWay.size > 0 ? null : await webhooks.nextInMs()
    if (wait === null || this.#closing.signal.aborted) return
    this.#wakeIn(wait > 0 ? wait : JUST_DUE_MS)
  }

  /** Aborts current attempts; the next process sends them again. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    this.#closing.abort()
    await this.#looks
    await Promise.all(this.#underWay)
  }

  #wakeIn(milliseconds: number): void {
    if (this.#closing.signal.aborted) return
    clearTimeout(this.#timer)
    const wait = Math.min(Math.max(milliseconds, 0), LONGEST_TIMER_MS)
    this.#timer = setTimeout(() => this.wake(), wait).unref()
  }

  async #tell(webhook: DueWebhook): Promise<void> {
    const { store, retryMs, log } = this.#dependencies
    const { job, attempts } = webhook
    try {
      const status = await this.#send(webhook)
      if (status >= 200 && status < 300) return await store.webhooks.settle(job)
      if (status === GONE) {
        log.warn({ job }, 'a webhook is gone')
        return await store.webhooks.settle(job)
      }
      throw new Error(`It answered ${status}.`)
    } catch (error) {
      if (this.#closing.signal.aborted) return
      if (attempts + 1 >= MAX_ATTEMPTS) {
        log.warn({ job, err: error }, 'gave up a webhook')
        return await store.webhooks.settle(job)
      }
      log.info({ job, err: error, attempts: attempts + 1 }, 'will try a webhook again')
      const wait = retryMs * BACKOFF ** attempts * (1 + JITTER * Math.random())
      await store.webhooks.postpone(job, wait)
    }
  }

  async #send({ job, principal, url, secret }: DueWebhook): Promise<number> {
    const { store, guard } = this.#dependencies
    const ended = await store.find(principal, job)
    if (ended === null) throw new Error('The job is not in the store.')
    const at = new Date()
    const { method, message } = this.#callbackOf(ended, at)
    // Made twice, since the signature comes first and a whole body may be megabytes long.
    const signed = await webhookHeaders(job, at, yieldingJsonChunks(message), secret)
    const headers = { 'user-agent': `sandrun/${VERSION}`, ...signed }
    const options = { method, guard, signal: this.#closing.signal }
    return sendJson(new URL(url), yieldingJsonChunks(message), headers, options)
  }

  #callbackOf(job: EndedJob, at: Date): Callback {
    const adapted = job.note === null ? undefined : this.#dependencies.callbacks?.get(job.note.adapter)
    if (adapted !== undefined) return adapted(job)
    const message: WebhookMessage = { type: 'run.ended', timestamp: at.toISOString(), data: new KeptRun(job).record() }
    return { method: 'POST', message }
  }
}
