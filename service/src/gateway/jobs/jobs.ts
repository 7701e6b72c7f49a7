import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { type RunRequest, SandrunError, toSandrunError, type Webhook } from '@sandrun/shared'
import type { FastifyBaseLogger } from 'fastify'
import type { Principal } from '../../model/principal.ts'
import type { KnownRun } from '../records/known-run.ts'
import { RecordedRun } from '../records/recorded-run.ts'
import type { RunRecords } from '../records/run-records.ts'
import type { StartedFacts } from '../../ports/run-host.ts'
import type { Submit } from '../submit.ts'
import type { Idempotency, JobOrder, JobStore } from '../../ports/job-store.ts'
import type { Retention } from '../../model/retention.ts'
import type { AddressGuard } from '../webhooks/address-guard.ts'
import type { WebhookSender } from '../webhooks/webhook-sender.ts'
import { JobQueue } from './job-queue.ts'

/** Jobs put before the scheduler at once: few, so that they leave its queue to those who wait for an answer. */
const UNDER_WAY = { total: 32, perPrincipal: 8 }

/** A job that can't begin for a passing reason is tried again after a while, then after twice that. */
const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 30_000

/** When to come again while as many jobs wait as may, in seconds: some of them have begun by then. */
const RETRY_AFTER_S = 30

/** What grows too old is looked for so often, in milliseconds. */
const PRUNE_EVERY_MS = 3_600_000

export interface JobsDependencies {
  store: JobStore
  runs: Submit
  records: RunRecords
  guard: AddressGuard
  sender: WebhookSender
  maxWaiting: number
  retention: Retention
  log: FastifyBaseLogger
  /** Waits so many milliseconds; rejects when the signal aborts. */
  wait?: (milliseconds: number, value: undefined, options: { signal: AbortSignal }) => Promise<void>
}

/** What is asked, by whom. */
export interface JobTerms {
  request: RunRequest
  principal: Principal
  key: string | null
  webhook: Webhook | null
}

/** Runs that nobody needs to wait for: stored before they are accepted, started once, whatever becomes of the process. */
export class Jobs {
  readonly #dependencies: JobsDependencies
  readonly #queue = new JobQueue(UNDER_WAY)
  readonly #active = new Set<Promise<void>>()
  readonly #closing = new AbortController()
  readonly #pruning: NodeJS.Timeout

  /** Goes on with what an earlier process has left. */
  constructor(dependencies: JobsDependencies) {
    this.#dependencies = dependencies
    const { store, log } = dependencies
    const lost = store.endLost()
    const waiting = store.waiting()
    if (lost + waiting.length > 0) log.info({ lost, waiting: waiting.length }, 'jobs of an earlier process')
    for (const { id, principal, language, createdAt } of waiting) {
      this.#enqueue(new RecordedRun({ id, principal, language }, new Date(createdAt)))
    }
    this.#prune()
    dependencies.sender.wake()
    this.#pruning = setInterval(() => this.#prune(), PRUNE_EVERY_MS).unref()
    this.#feed()
  }

  /** Aborts when no job will end any more. */
  get closing(): AbortSignal {
    return this.#closing.signal
  }

  /**
   * Takes a job: when this returns it is stored. The same key brings the job that was accepted under it. Throws a
   * SandrunError when the request can't be met, and `idempotency-key-reused`.
   */
  async accept({ request, principal, key, webhook }: JobTerms): Promise<KnownRun> {
    const { store, runs, guard, maxWaiting } = this.#dependencies
    if (request.session !== undefined) {
      throw new SandrunError('invalid-request', '"session": a job outlives its session, so it can\'t be in one.', {
        field: 'session',
        hint: 'Wait for the result, or leave out "session".',
      })
    }
    const idempotency = key === null ? null : { key, fingerprint: fingerprintOf(request, webhook) }
    const before = this.#findSame(principal.id, idempotency)
    if (before !== null) return before
    if (webhook !== null) await guard.check(new URL(webhook.url))
    const language = await runs.check(request, principal)
    this.#closing.signal.throwIfAborted()
    // While the image was looked for, the same request may have come again.
    const meanwhile = this.#findSame(principal.id, idempotency)
    if (meanwhile !== null) return meanwhile
    if (this.#queue.size >= maxWaiting) {
      throw new SandrunError('queue-full', `${this.#queue.size} jobs are waiting already.`, {
        retryAfter: RETRY_AFTER_S,
      })
    }
    this.#checkRoom(principal.id, request)
    const job = new RecordedRun({ id: randomUUID(), principal: principal.id, language })
    const { id, createdAt } = job.summary()
    store.add({ id, principal, createdAt, language, request, idempotency, webhook })
    this.#enqueue(job)
    this.#feed()
    return job
  }

  /** Lets go of what is under way: what has not started is run by the next process, what has is lost. */
  async close(): Promise<void> {
    clearInterval(this.#pruning)
    this.#closing.abort(new SandrunError('shutting-down', 'The service is shutting down.'))
    await Promise.all(this.#active)
    await this.#dependencies.sender.close()
  }

  #findSame(principal: string, idempotency: Idempotency | null): KnownRun | null {
    const { store, records } = this.#dependencies
    const same = idempotency === null ? null : store.findByKey(principal, idempotency.key)
    if (same === null) return null
    if (same.fingerprint === idempotency?.fingerprint) return records.find(principal, same.id)
    throw new SandrunError('idempotency-key-reused', 'This Idempotency-Key came with another request before.', {
      field: 'Idempotency-Key',
    })
  }

  /** Programs that wait are on the disk: they have the same budget as what is kept of those that ended. */
  #checkRoom(principal: string, request: RunRequest): void {
    const { store, retention } = this.#dependencies
    const { own, all } = store.waitingBytes(principal)
    const size = Buffer.byteLength(JSON.stringify(request))
    const isOwn = own + size > retention.principalBytes
    if (!isOwn && all + size <= retention.bytes) return
    const limit = Math.floor((isOwn ? retention.principalBytes : retention.bytes) / 2 ** 20)
    throw new SandrunError(
      'queue-full',
      `${isOwn ? 'Your' : 'All'} waiting jobs together would be larger than ${limit} MB.`,
      { retryAfter: RETRY_AFTER_S },
    )
  }

  #enqueue(job: RecordedRun): void {
    this.#dependencies.records.add(job)
    job.onCancel(() => {
      if (this.#queue.withdraw(job)) this.#begin(job)
    })
    this.#queue.push(job)
  }

  #feed(): void {
    for (let job = this.#queue.take(); job !== null; job = this.#queue.take()) this.#begin(job)
  }

  #begin(job: RecordedRun): void {
    const ended = this.#run(job).finally(() => {
      this.#active.delete(ended)
      this.#queue.done(job)
      if (!this.#closing.signal.aborted) this.#feed()
    })
    this.#active.add(ended)
  }

  /** Starts it as soon as it can begin, and sees it to its end. */
  async #run(job: RecordedRun): Promise<void> {
    const closing = this.#closing.signal
    const { wait = delay } = this.#dependencies
    for (let pause = FIRST_PAUSE_MS; !closing.aborted; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      if ((await this.#attempt(job)) === 'over') return
      const woken = new AbortController()
      job.onCancel(() => woken.abort())
      await wait(pause, undefined, { signal: AbortSignal.any([closing, woken.signal]) }).catch(() => {})
    }
  }

  async #attempt(job: RecordedRun): Promise<'over' | 'again'> {
    const { id } = job.identity
    const { store, runs, log } = this.#dependencies
    let hasStarted = false
    try {
      const { principal, request } = this.#order(id)
      const begin = async (started: StartedFacts): Promise<void> => {
        // Whatever happens from here on, it is not started again.
        store.start(id, started)
        hasStarted = true
      }
      const { run, finished } = runs.start(request, { principal, live: false, job: { recorded: job, begin } })
      if (job.isCancelled) run.cancel()
      const result = await finished
      // It ended because we do. The next process runs it, or says that it is lost.
      if (result.verdict === 'cancelled' && !job.isCancelled) return 'over'
      job.ended(result)
    } catch (error) {
      const known = toSandrunError(error)
      if (known.toBody().retryable && !hasStarted && !job.isCancelled) return 'again'
      if (known.code === 'internal') log.error({ job: id, err: error }, 'a job failed')
      job.failed(known)
    }
    this.#keep(job)
    return 'over'
  }

  #order(id: string): JobOrder {
    const order = this.#dependencies.store.order(id)
    if (order === null) throw new Error(`The job ${id} is not waiting in the store.`)
    return order
  }

  #keep(job: RecordedRun): void {
    const { store, records, sender, log } = this.#dependencies
    const { id } = job.identity
    try {
      store.end(id, job.log.events())
      this.#prune()
      sender.wake()
    } catch (error) {
      log.error({ job: id, err: error }, 'the end of a job could not be stored')
    }
    records.retain(job)
  }

  /** Never throws: what is too old now is so the next time. */
  #prune(): void {
    const { store, retention, log } = this.#dependencies
    try {
      store.prune(retention)
    } catch (error) {
      log.error({ err: error }, 'old jobs could not be forgotten')
    }
  }
}

/** The same for the same request: what it was parsed to has its fields in the order of the schema. */
function fingerprintOf(request: RunRequest, webhook: Webhook | null): string {
  return createHash('sha256')
    .update(JSON.stringify([request, webhook]))
    .digest('base64url')
}
