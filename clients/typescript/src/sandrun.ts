import type {
  LanguageInfo,
  PostedRun,
  RunList,
  RunRequest,
  RunResult,
  SandrunError,
  SessionInfo,
  SessionRequest,
} from '@sandrun/shared'
import { Job } from './job.ts'
import { type LiveOptions, LiveRun } from './live-run.ts'
import { Link, type SandrunOptions } from './options.ts'
import { Session } from './session.ts'

export interface SubmitOptions {
  /** The same key and request give the same job, however often they are sent. */
  idempotencyKey?: string
  signal?: AbortSignal
}

/**
 * A Sandrun service. It keeps nothing open between calls. Methods throw SandrunErrors, whose `code` says what happened;
 * an aborted signal throws its reason.
 */
export class Sandrun {
  readonly #link: Link

  constructor(options: SandrunOptions = {}) {
    this.#link = new Link(options)
  }

  /** Runs a program, or each of its cases, to the end; aborting cancels it. A program's errors are in the result. */
  run(request: RunRequest, signal?: AbortSignal): Promise<RunResult> {
    return this.#link.http.run(request, signal)
  }

  /** Runs a program that you write to and read from while it runs. */
  live(request: RunRequest, options: LiveOptions = {}): LiveRun {
    return new LiveRun((signal) => this.#link.connect(signal), request, options)
  }

  /** Starts a run without waiting for it. */
  async submit(request: PostedRun, { idempotencyKey: key, signal }: SubmitOptions = {}): Promise<Job> {
    const { id } = await this.#link.http.submit(request, {
      ...(key !== undefined && { key }),
      ...(signal !== undefined && { signal }),
    })
    return this.job(id)
  }

  /** One of your jobs or other runs, by its id. */
  job(id: string): Job {
    return new Job(this.#link.http, id)
  }

  /** A page of your runs, newest first. */
  runs(page: { limit?: number; cursor?: string } = {}, signal?: AbortSignal): Promise<RunList> {
    return this.#link.http.runs(page, signal)
  }

  /** Creates a sandbox that keeps its files; stop it after use. */
  async createSession(request: SessionRequest, signal?: AbortSignal): Promise<Session> {
    const { id } = await this.#link.http.createSession(request, signal)
    return this.session(id)
  }

  /** One of your sessions, by its id. */
  session(id: string): Session {
    return new Session(this.#link, id)
  }

  sessions(signal?: AbortSignal): Promise<SessionInfo[]> {
    return this.#link.http.sessions(signal)
  }

  /** Every language, built or not; `available` says which can run. */
  languages(signal?: AbortSignal): Promise<LanguageInfo[]> {
    return this.#link.http.languages(signal)
  }

  language(id: string, signal?: AbortSignal): Promise<LanguageInfo> {
    return this.#link.http.language(id, signal)
  }

  /** Why the service can't run programs now; null if it can. */
  notReady(signal?: AbortSignal): Promise<SandrunError | null> {
    return this.#link.http.notReady(signal)
  }
}
