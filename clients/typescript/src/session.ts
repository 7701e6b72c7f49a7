import type { RunRequest, RunResult, SessionInfo } from '@sandrun/shared'
import { type LiveOptions, LiveRun } from './live-run.ts'
import type { Link } from './options.ts'

/** A run in a session, which sets the language and allows no cases. */
export type SessionRun = Omit<RunRequest, 'session' | 'language' | 'cases'>

/** A sandbox that keeps its files between runs, until it is stopped or idle for too long. One run at a time. */
export class Session implements AsyncDisposable {
  readonly id: string
  readonly #link: Link

  constructor(link: Link, id: string) {
    this.#link = link
    this.id = id
  }

  info(signal?: AbortSignal): Promise<SessionInfo> {
    return this.#link.http.session(this.id, signal)
  }

  run(request: SessionRun, signal?: AbortSignal): Promise<RunResult> {
    return this.#link.http.run({ ...request, session: this.id }, signal)
  }

  live(request: SessionRun, options: LiveOptions = {}): LiveRun {
    return new LiveRun((signal) => this.#link.connect(signal), { ...request, session: this.id }, options)
  }

  /** Ends it and its run, and deletes its files. */
  stop(signal?: AbortSignal): Promise<void> {
    return this.#link.http.stopSession(this.id, signal)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }
}
