import { randomUUID } from 'node:crypto'
import { type LanguageInfo, type RunRequest, type RunResult, SandrunError, toSandrunError } from '@sandrun/shared'
import type { FastifyBaseLogger } from 'fastify'
import type { Drain } from '../health/drain.ts'
import type { Caps } from '../model/caps.ts'
import { mayOperate, type Principal } from '../model/principal.ts'
import { usageOf } from '../model/usage.ts'
import type { StartedJob } from '../ports/job-store.ts'
import type { RunHandle, RunHost, StartedFacts } from '../ports/run-host.ts'
import type { RunTelemetry } from '../ports/run-telemetry.ts'
import type { RunLog } from '../run-log/run-log.ts'
import type { Admission } from './access/admission.ts'
import { RecordedRun } from './records/recorded-run.ts'
import type { RunRecords } from './records/run-records.ts'

export interface SubmitDependencies {
  host: RunHost
  admission: Admission
  /** The caps of each principal, unless its token has others. */
  caps: Caps
  records: RunRecords
  drain: Drain
  telemetry: readonly RunTelemetry[]
  log: FastifyBaseLogger
}

/** The principal of a run, and its options. */
export interface StartOptions {
  principal: Principal
  /** A client sends stdin, perhaps slowly. */
  live: boolean
  /** A client will follow it: whether it may reconnect. */
  resumable?: boolean
  /** A job already has an id, and its runner ends it. */
  job?: JobStart
}

interface JobStart {
  recorded: RecordedRun
  /** The last step before the program starts: throws to prevent the start. */
  begin: (started: StartedFacts, attempt?: string) => Promise<void>
}

export interface SubmittedRun {
  run: RunHandle
  log: RunLog
  finished: Promise<RunResult>
}

/** The one way to start a run: refuses invalid ones, records the others, and reports their end to telemetry. */
export class Submit {
  readonly #dependencies: SubmitDependencies

  constructor(dependencies: SubmitDependencies) {
    this.#dependencies = dependencies
  }

  languages(): LanguageInfo[] {
    return this.#dependencies.host.languages()
  }

  /** Whether the principal may build languages, and the service can. */
  mayBuild(principal: Principal): boolean {
    return this.#dependencies.host.builds && mayOperate(principal)
  }

  /** Begins to build a language; `languages` tells of it. Throws `forbidden`, `not-found` and what prevents it. */
  async build(language: string, principal: Principal): Promise<void> {
    const { host, drain, log } = this.#dependencies
    if (!mayOperate(principal)) throw new SandrunError('forbidden', 'Only admins may build languages.')
    drain.check()
    await host.build(language)
    log.info({ principal: principal.id, language }, 'asked to build a language')
  }

  /** Checks which languages are built. */
  refresh(): Promise<void> {
    return this.#dependencies.host.refresh()
  }

  /**
   * Starts a run; `finished` settles with its result, or a SandrunError when it could not begin. Rejects with a
   * SandrunError when the request itself can't be met.
   */
  async start(request: RunRequest, options: StartOptions): Promise<SubmittedRun> {
    const { drain, telemetry } = this.#dependencies
    try {
      drain.check()
      const begun = this.#begin(request, options)
      // Track it from here on: a drain may begin while it is prepared.
      drain.track(begun.then(({ finished }) => finished))
      return await begun
    } catch (error) {
      const refusal = toSandrunError(error)
      const facts = { id: null, principal: options.principal, language: request.language ?? null }
      // A job will be tried again.
      if (options.job === undefined) for (const one of telemetry) one.refused(facts, refusal)
      throw error
    }
  }

  /** The id of the language, if the request could begin now. Throws the SandrunError that `start` would end with. */
  async check(request: RunRequest, principal: Principal): Promise<string> {
    const { drain, host } = this.#dependencies
    drain.check()
    return host.check(request, principal)
  }

  /** Follows a job's run whose gateway is gone. Null when no worker can tell of it. */
  async rejoin(
    recorded: RecordedRun,
    { principal, attempt }: Pick<StartedJob, 'principal' | 'attempt'>,
  ): Promise<{ finished: Promise<RunResult> } | null> {
    const { host, drain } = this.#dependencies
    const { identity, log } = recorded
    const found = await host.rejoin({ id: identity.id, log, attempt })
    if (found === null) return null
    const { run, finished } = found
    drain.track(finished)
    recorded.onCancel(() => run.cancel())
    if (recorded.isCancelled) run.cancel()
    this.#tell(recorded, { principal, caps: { ...this.#dependencies.caps, ...principal.caps } }, finished)
    return { finished }
  }

  async #begin(request: RunRequest, { principal, live, resumable, job }: StartOptions): Promise<SubmittedRun> {
    const { host, admission, records } = this.#dependencies
    const caps = { ...this.#dependencies.caps, ...principal.caps }
    const prepared = await host.prepare({
      request,
      principal,
      caps,
      live,
      ...(resumable !== undefined && { resumable }),
    })
    await admission.admit({ id: principal.id, caps })
    const { language } = prepared
    const recorded = job?.recorded ?? new RecordedRun({ id: randomUUID(), principal: principal.id, language })
    const { identity, log } = recorded
    const { run, finished } = prepared.start({
      id: identity.id,
      log,
      ...(job !== undefined && { begin: job.begin, outlives: true }),
    })
    recorded.onCancel(() => run.cancel())
    if (job === undefined) records.follow(recorded, finished)
    this.#tell(recorded, { principal, caps }, finished)
    return { run, log, finished }
  }

  #tell(
    { identity: { id, language } }: RecordedRun,
    { principal, caps }: { principal: Principal; caps: Caps },
    finished: Promise<RunResult>,
  ): void {
    const { admission, telemetry, log } = this.#dependencies
    const facts = { id, principal, language }
    const said = { run: id, principal: principal.id, language }
    finished.then(
      (result) => {
        const { verdict, warm, queuedMs } = result
        admission.spent({ id: principal.id, caps }, usageOf(result).cpuMs).catch((err: unknown) => {
          log.error({ ...said, err }, "can't store the used CPU time")
        })
        for (const one of telemetry) one.ended(facts, result)
        log.info({ ...said, verdict, warm, queuedMs: Math.round(queuedMs) }, 'run ended')
      },
      (error: unknown) => {
        for (const one of telemetry) one.refused(facts, toSandrunError(error))
        log.warn({ ...said, err: error }, 'run refused')
      },
    )
  }
}
