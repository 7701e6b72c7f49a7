import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises'
import { type RunRequest, SandrunError, type Webhook } from '@sandrun/shared'
import type { FastifyBaseLogger } from 'fastify'
import type { Principal } from '../../model/principal.ts'
import type { KnownRun } from '../records/known-run.ts'
import { RecordedRun } from '../records/recorded-run.ts'
import type { RunRecords } from '../records/run-records.ts'
import type { Submit } from '../submit.ts'
import type { AdapterNote, Idempotency, JobStore, KeyedJob, NewJob, StartedJob } from '../../ports/job-store.ts'
import type { Retention } from '../../model/retention.ts'
import type { AddressGuard } from '../webhooks/address-guard.ts'
import type { WebhookSender } from '../webhooks/webhook-sender.ts'
import { Attempts } from './attempts.ts'
import { fingerprintOf } from './fingerprint.ts'
import { type JobLoad, JobQueue } from './job-queue.ts'
import { pauses, type Wait } from './pauses.ts'
import { checkRoom, RETRY_AFTER_S } from './room.ts'
import { Turns } from './turns.ts'

/** Jobs to give to the scheduler at once: few, so that its queue has room for clients that wait for an answer. */
const UNDER_WAY = { total: 32, perPrincipal: 8 }

/** How often to delete old jobs, in milliseconds. */
const PRUNE_EVERY_MS = 3_600_000

export interface JobsDependencies {
  store: JobStore
  runs: Submit
  records: RunRecords
  guard: AddressGuard
  sender: WebhookSender
  maxWaiting: number
  retention: Retention
  /** How often to look for jobs of dead processes, in milliseconds. Absent: no other process shares the store. */
  lookEveryMs?: number
  log: FastifyBaseLogger
  wait?: Wait
}

/** A job's request, and its principal. */
export interface JobOptions {
  request: RunRequest
  principal: Principal
  key: string | null
  webhook: Webhook | null
  /** The note of its adapter. */
  note?: AdapterNote | null
}

/** Runs that need no waiting client: stored before acceptance, and started once, whatever happens to the process. */
export class Jobs {
  readonly #dependencies: JobsDependencies
  readonly #attempts: Attempts
  readonly #queue = new JobQueue(UNDER_WAY)
  /** The current jobs of this process. */
  readonly #held = new Map<string, RecordedRun>()
  readonly #active = new Set<Promise<void>>()
  readonly #closing = new AbortController()
  readonly #pruning: NodeJS.Timeout
  readonly #turns = new Turns()
  #look: NodeJS.Timeout | undefined

  private constructor(dependencies: JobsDependencies) {
    this.#dependencies = dependencies
    this.#attempts = new Attempts(dependencies, this.#closing.signal)
    this.#pruning = setInterval(() => void this.#attempts.prune(), PRUNE_EVERY_MS).unref()
  }

  /** Continues the jobs that dead processes have left. */
  static async open(dependencies: JobsDependencies): Promise<Jobs> {
    const jobs = new Jobs(dependencies)
    const { lookEveryMs } = dependencies
    await jobs.#goOn()
    await jobs.#attempts.prune()
    if (lookEveryMs !== undefined) jobs.#lookIn(lookEveryMs)
    return jobs
  }

  async #goOn(): Promise<void> {
    const { store, sender, log } = this.#dependencies
    for (const begun of await store.takeOverStarted()) this.#rejoin(begun)
    // Only at first: later, the next look takes over jobs of dead processes, since their programs may still run.
    const lost = this.#look === undefined ? await store.endLost() : 0
    const waiting = (await store.waiting()).filter(({ id }) => !this.#held.has(id))
    if (lost + waiting.length > 0) log.info({ lost, waiting: waiting.length }, 'jobs of an earlier process')
    for (const { id, principal, language, createdAt, note } of waiting) {
      this.#enqueue(new RecordedRun({ id, principal, language }, new Date(createdAt), note))
    }
    for (const id of await store.toCancel()) this.#held.get(id)?.cancel()
    sender.wake()
    this.#feed()
  }

  #rejoin(begun: StartedJob): void {
    const { id, principal, language, createdAt, note } = begun
    const job = new RecordedRun({ id, principal: principal.id, language }, new Date(createdAt), note)
    this.#dependencies.records.add(job)
    this.#held.set(id, job)
    const ended = this.#attempts.rejoin(job, begun).finally(() => {
      this.#active.delete(ended)
      this.#drop(job)
    })
    this.#active.add(ended)
  }

  #drop(job: RecordedRun): void {
    if (this.#held.get(job.identity.id) === job) this.#held.delete(job.identity.id)
  }

  /** Looks again and again, as other processes may die, or ask something of this one. */
  #lookIn(milliseconds: number): void {
    this.#look = setTimeout(() => {
      this.#goOn()
        .catch((error: unknown) => {
          if (!this.#closing.signal.aborted) this.#dependencies.log.error({ err: error }, "can't look for jobs")
        })
        .finally(() => {
          if (!this.#closing.signal.aborted) this.#lookIn(milliseconds)
        })
    }, milliseconds).unref()
  }

  load(): JobLoad {
    return this.#queue.load()
  }

  /** Aborts when no more jobs will end. */
  get closing(): AbortSignal {
    return this.#closing.signal
  }

  /**
   * Accepts a job: it is stored when this returns. A repeated key returns the job accepted under it. Throws a
   * SandrunError when the request can't be met, and `idempotency-key-reused`.
   */
  async accept({ request, principal, key, webhook, note = null }: JobOptions): Promise<KnownRun> {
    const { runs, guard } = this.#dependencies
    if (request.session !== undefined) {
      throw new SandrunError('invalid-request', '"session": a job can\'t use a session, which may end first.', {
        field: 'session',
        hint: 'Wait for the result or leave out "session".',
      })
    }
    const idempotency = key === null ? null : { key, fingerprint: await fingerprintOf(request, webhook) }
    const before = await this.#findSame(principal.id, idempotency)
    if (before !== null) return before
    if (webhook !== null) await guard.check(new URL(webhook.url))
    const language = await runs.check(request, principal)
    this.#closing.signal.throwIfAborted()
    return this.#turns.take(() => this.#store({ request, principal, language, idempotency, webhook, note }))
  }

  /** Stores a valid job, if there is room for it. */
  async #store(asked: Omit<NewJob, 'id' | 'createdAt'>): Promise<KnownRun> {
    const { store, maxWaiting } = this.#dependencies
    const { request, principal, language, idempotency } = asked
    // The same request may have come again during the search for the image.
    const meanwhile = await this.#findSame(principal.id, idempotency)
    if (meanwhile !== null) return meanwhile
    if (this.#queue.size >= maxWaiting) {
      throw new SandrunError('queue-full', `The queue is full: ${this.#queue.size} jobs are waiting.`, {
        retryAfter: RETRY_AFTER_S,
      })
    }
    await checkRoom(this.#dependencies, principal.id, request)
    const job = new RecordedRun({ id: randomUUID(), principal: principal.id, language }, new Date(), asked.note)
    const { id, createdAt } = job.summary()
    this.#held.set(id, job)
    const same = await store.add({ ...asked, id, createdAt }).catch((error: unknown) => {
      this.#held.delete(id)
      throw error
    })
    if (same !== null) {
      this.#held.delete(id)
      return this.#known(principal.id, same, idempotency)
    }
    // It may be megabytes long: it was written, and is read as soon as it can begin.
    await nextTurn()
    this.#enqueue(job)
    this.#feed()
    return job
  }

  /** Lets go of the active jobs: the next process runs those that have not started; the others are lost. */
  async close(): Promise<void> {
    clearInterval(this.#pruning)
    clearTimeout(this.#look)
    this.#closing.abort(new SandrunError('shutting-down', 'The service is shutting down.'))
    await Promise.all(this.#active)
    await this.#dependencies.sender.close()
  }

  async #findSame(principal: string, idempotency: Idempotency | null): Promise<KnownRun | null> {
    const { store } = this.#dependencies
    const same = idempotency === null ? null : await store.findByKey(principal, idempotency.key)
    return same === null ? null : this.#known(principal, same, idempotency)
  }

  async #known(principal: string, same: KeyedJob, idempotency: Idempotency | null): Promise<KnownRun> {
    const { records } = this.#dependencies
    // The records do not have one that was stored just now.
    if (same.fingerprint === idempotency?.fingerprint)
      return this.#held.get(same.id) ?? records.find(principal, same.id)
    throw new SandrunError('idempotency-key-reused', 'Another request already used this Idempotency-Key.', {
      field: 'Idempotency-Key',
    })
  }

  #enqueue(job: RecordedRun): void {
    this.#held.set(job.identity.id, job)
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
      this.#drop(job)
      this.#queue.done(job)
      if (!this.#closing.signal.aborted) this.#feed()
    })
    this.#active.add(ended)
  }

  /** Starts it as soon as it can begin, and waits for its end. */
  async #run(job: RecordedRun): Promise<void> {
    const closing = this.#closing.signal
    const { wait = delay } = this.#dependencies
    for (const pause of pauses()) {
      if (closing.aborted) return
      if ((await this.#attempts.attempt(job)) === 'over') return
      const woken = new AbortController()
      job.onCancel(() => woken.abort())
      await wait(pause, undefined, { signal: AbortSignal.any([closing, woken.signal]) }).catch(() => {})
    }
  }
}
