import { SandrunError, type SessionInfo } from '@sandrun/shared'
import type { Sandbox } from '../pool/sandbox.ts'
import { type BuiltImage, checkVersion } from '../run/built-image.ts'
import type { Run } from '../run/run.ts'
import { RunSteps } from '../run/run-steps.ts'
import type { SandboxLease, SandboxSource } from '../run/sandbox-source.ts'
import { noSuchSession } from '../../model/session-errors.ts'
import { RunLog } from '../../run-log/run-log.ts'
import type { ResolvedSession } from './resolve-session.ts'

export interface SessionSettings {
  id: string
  /** Id of its principal. */
  owner: string
  resolved: ResolvedSession
  image: BuiltImage
  idleTimeoutMs: number
  lease: SandboxLease
  /** Called when its sandbox is removed. */
  ended: (session: Session) => void
}

/** A sandbox that its owner keeps between runs: files stay, processes end. */
export class Session implements SandboxSource {
  readonly id: string
  readonly owner: string
  readonly resolved: ResolvedSession
  readonly image: BuiltImage
  readonly #settings: SessionSettings
  readonly #createdAt = new Date()
  #run: { run: Run; over: PromiseWithResolvers<void> } | null = null
  #idle: { since: number; timer: NodeJS.Timeout } | null = null
  #ending: Promise<void> | null = null
  readonly #gone = Promise.withResolvers<void>()

  constructor(settings: SessionSettings) {
    this.#settings = settings
    this.id = settings.id
    this.owner = settings.owner
    this.resolved = settings.resolved
    this.image = settings.image
    void settings.lease.sandbox.agent.lost.then(() => this.end())
    this.#rest()
  }

  /** It can't be used any more, though its sandbox may still exist. */
  get over(): boolean {
    return this.#ending !== null
  }

  /** Resolves when it has ended, for whatever reason, and its sandbox is removed. */
  get gone(): Promise<void> {
    return this.#gone.promise
  }

  info(): SessionInfo {
    const { idleTimeoutMs } = this.#settings
    return {
      id: this.id,
      language: this.resolved.pack.manifest.id,
      version: this.image.version,
      state: this.#run === null ? 'idle' : 'running',
      ...this.resolved.needs,
      idleTimeoutMs,
      createdAt: this.#createdAt.toISOString(),
      expiresAt: this.#idle === null ? null : new Date(this.#idle.since + idleTimeoutMs).toISOString(),
    }
  }

  /** Makes this the next run, until `release`. Throws `session-busy` during another run, `not-found` after the end. */
  claim(run: Run): void {
    // The session may have ended since the run was prepared.
    if (this.over) throw noSuchSession()
    if (this.#run !== null) {
      throw new SandrunError('session-busy', 'This session has an active run.')
    }
    this.#wake()
    this.#run = { run, over: Promise.withResolvers() }
  }

  release(): void {
    this.#run?.over.resolve()
    this.#run = null
    if (this.#ending === null) this.#rest()
  }

  /** The session's image, whatever was built since. Throws `unknown-version`. */
  async findImage(version: string | undefined): Promise<BuiltImage> {
    checkVersion(version, this.image.version)
    return this.image
  }

  async lease(): Promise<SandboxLease> {
    const { sandbox } = this.#settings.lease
    return { sandbox, warm: true, queuedMs: 0, end: () => this.#clear(sandbox) }
  }

  /** Cancels its run and removes its sandbox; resolves when both are done. */
  end(): Promise<void> {
    this.#ending ??= this.#end()
    return this.#ending
  }

  async #end(): Promise<void> {
    const { ended, lease } = this.#settings
    this.#wake()
    this.#run?.run.cancel()
    await this.#run?.over.promise
    await lease.end()
    ended(this)
    this.#gone.resolve()
  }

  /** Ends every process, and the agent checks it. If that fails, no other run can use the sandbox. */
  async #clear(sandbox: Sandbox): Promise<void> {
    const end = await new RunSteps(sandbox, {
      log: new RunLog(),
      isPaced: false,
      consumed() {},
      started() {},
      warned() {},
    }).reset()
    if (end.type !== 'reset' || !end.ok) void this.end()
  }

  #rest(): void {
    const { idleTimeoutMs } = this.#settings
    this.#idle = { since: Date.now(), timer: setTimeout(() => void this.end(), idleTimeoutMs).unref() }
  }

  #wake(): void {
    clearTimeout(this.#idle?.timer)
    this.#idle = null
  }
}
