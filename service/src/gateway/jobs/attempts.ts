import { type RunResult, SandrunError, toSandrunError } from '@sandrun/shared'
import type { FastifyBaseLogger } from 'fastify'
import { lostResult } from '../../model/lost-job.ts'
import type { Retention } from '../../model/retention.ts'
import type { JobStore, StartedJob } from '../../ports/job-store.ts'
import type { StartedFacts } from '../../ports/run-host.ts'
import type { Milestone } from '../../run-log/log-event.ts'
import type { RecordedRun } from '../records/recorded-run.ts'
import type { RunRecords } from '../records/run-records.ts'
import type { Submit } from '../submit.ts'
import type { WebhookSender } from '../webhooks/webhook-sender.ts'
import type { Wait } from './pauses.ts'
import { RefusedEnds } from './refused-ends.ts'

interface AttemptsDependencies {
  store: JobStore
  runs: Submit
  records: RunRecords
  sender: WebhookSender
  retention: Retention
  log: FastifyBaseLogger
  wait?: Wait
}

/** Attempts to run jobs, and stores their ends. */
export class Attempts {
  readonly #dependencies: AttemptsDependencies
  readonly #closing: AbortSignal
  readonly #refused: RefusedEnds

  /** `closing`: aborts when no more jobs will end. */
  constructor(dependencies: AttemptsDependencies, closing: AbortSignal) {
    this.#dependencies = dependencies
    this.#closing = closing
    const { store, sender, log, wait } = dependencies
    this.#refused = new RefusedEnds({ store, stored: () => sender.wake(), log, wait }, closing)
  }

  /** Starts a job, and waits for its end. `again`: it can't begin, for a passing reason. Never rejects. */
  async attempt(job: RecordedRun): Promise<'over' | 'again'> {
    const { id } = job.identity
    const { store, runs, records, sender, log } = this.#dependencies
    let beginning: Promise<void> | null = null
    let hasStarted = false
    try {
      const order = await store.order(id)
      if (order === null) return this.#release(job)
      const { principal, request } = order
      const begin = async (started: StartedFacts, attempt?: string): Promise<void> => {
        // From here on, the job is never started again.
        beginning = store.start(id, started, attempt)
        await beginning
        hasStarted = true
      }
      const { run, finished } = await runs.start(request, { principal, live: false, job: { recorded: job, begin } })
      if (job.isCancelled) run.cancel()
      const result = await finished
      if (result.verdict === 'cancelled' && !job.isCancelled) {
        // The service is closing: the next process runs the job, or reports it as lost.
        if (this.#closing.aborted) return 'over'
        // Its worker is closing.
        if (!hasStarted) return 'again'
      }
      if (!(await this.#keep(job, { type: 'exit', result }))) return this.#release(job)
      job.ended(result)
    } catch (error) {
      await settled(beginning)
      const known = toSandrunError(error)
      // The service is closing, and the run continues: the next process follows it.
      if (known.code === 'shutting-down' && hasStarted) return 'over'
      if (known.toBody().retryable && !hasStarted && !job.isCancelled) return 'again'
      if (known.code === 'internal') log.error({ job: id, err: error }, 'a job failed')
      if (!(await this.#keep(job, { type: 'error', ...known.toBody() }))) return this.#release(job)
      job.failed(known)
    }
    records.retain(job)
    sender.wake()
    return 'over'
  }

  /** Follows a job that has begun, and whose gateway is gone, to its end. Never rejects. */
  async rejoin(job: RecordedRun, begun: StartedJob): Promise<void> {
    const { records, sender } = this.#dependencies
    const recorded = await this.#resultOf(job, begun)
    // The next process follows it.
    if (this.#closing.aborted) return
    if (recorded === null && job.log.state === 'queued') job.log.append({ type: 'started', ...begun.started })
    const result = recorded ?? lostResult(begun)
    if (!(await this.#keep(job, { type: 'exit', result }))) return void this.#release(job)
    job.ended(result)
    records.retain(job)
    sender.wake()
  }

  /** Never rejects: the next call deletes the same jobs. */
  async prune(): Promise<void> {
    const { store, retention, log } = this.#dependencies
    await store.prune(retention).catch((error: unknown) => log.error({ err: error }, "can't delete old jobs"))
  }

  /** Null when no worker can tell of the job's run. */
  async #resultOf(job: RecordedRun, begun: StartedJob): Promise<RunResult | null> {
    try {
      const found = await this.#dependencies.runs.rejoin(job, begun)
      if (found === null) return null
      const result = await found.finished
      return result.verdict === 'cancelled' && !job.isCancelled ? null : result
    } catch (error) {
      this.#dependencies.log.warn({ job: job.identity.id, err: error }, "can't follow a job of a dead gateway")
      return null
    }
  }

  /** Another process has the job, because this one seemed dead: the store knows the rest. */
  #release(job: RecordedRun): 'over' {
    this.#dependencies.records.drop(job)
    job.failed(new SandrunError('cluster-unavailable', 'Another gateway has the job now. Ask for it again.'))
    return 'over'
  }

  /**
   * Stores the end before it is reported, so that it survives a crash. An end that the store refuses is still reported,
   * and stored later. False when it is another process's job.
   */
  async #keep(job: RecordedRun, last: Milestone): Promise<boolean> {
    const { store, log } = this.#dependencies
    const { id } = job.identity
    try {
      const isEnd = await store.end(id, job.log.eventsWith(last))
      await this.prune()
      return isEnd
    } catch (error) {
      log.error({ job: id, err: error }, "can't store the end of a job; trying again")
      this.#refused.add(id, () => job.log.events())
      return true
    }
  }
}

async function settled(promise: Promise<void> | null): Promise<void> {
  await promise?.catch(() => {})
}
