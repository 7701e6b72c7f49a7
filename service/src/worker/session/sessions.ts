import { randomUUID } from 'node:crypto'
import { aboveMaximum, SandrunError, type SessionInfo, type SessionRequest } from '@sandrun/shared'
import type { Principal } from '../../model/principal.ts'
import type { Config } from '../../settings/config.ts'
import type { Drain } from '../../health/drain.ts'
import type { Catalog } from '../../languages/catalog.ts'
import type { LanguagePack } from '../../languages/pack.ts'
import type { Caps } from '../../model/caps.ts'
import { noSuchSession, tooManySessions } from '../../model/session-errors.ts'
import type { BuiltImage } from '../run/built-image.ts'
import type { FreshSandboxes } from '../run/sandbox-source.ts'
import type { SessionHost } from '../../ports/session-host.ts'
import { Session } from './session.ts'
import { resolveSession } from './resolve-session.ts'

export interface SessionsDependencies {
  config: Config
  /** The caps of each principal, unless its token has others. */
  caps: Caps
  catalog: Catalog
  sandboxes: Pick<FreshSandboxes, 'for'>
  drain: Drain
  /** The most open files of all processes of a run together. */
  openFilesInAll: number
  /** Throws `image-missing` or `unknown-version`. */
  findImage: (pack: LanguagePack, version: string | undefined) => Promise<BuiltImage>
}

/** A session to create. */
export interface WantedSession {
  request: SessionRequest
  principal: Principal
  /** Its owner has left. */
  signal: AbortSignal
}

/** The existing sessions, each for its owner only. */
export class Sessions implements SessionHost {
  readonly #dependencies: SessionsDependencies
  readonly #sessions = new Map<string, Session>()
  /** Owners of sessions that are being made, so that a burst can't exceed the cap. */
  readonly #making = new Map<Promise<Session>, string>()
  readonly #closing = new AbortController()

  constructor(dependencies: SessionsDependencies) {
    this.#dependencies = dependencies
  }

  /**
   * Waits for memory and a place, as a run does, and creates a session. Throws a SandrunError when the request can't be
   * met or the owner is at the cap; or the signal's reason.
   */
  async create(request: SessionRequest, principal: Principal, signal: AbortSignal): Promise<SessionInfo> {
    this.#dependencies.drain.check()
    const { maxSessions } = this.#dependencies.config
    const { id: owner } = principal
    const owned = [...this.#sessions.values()].filter((session) => session.owner === owner)
    const making = [...this.#making.values()].filter((other) => other === owner)
    if (owned.length + making.length >= maxSessions) throw tooManySessions(maxSessions)
    return (await this.open(randomUUID(), { request, principal, signal })).info()
  }

  /** The same without the cap, for a caller that has applied it. */
  async open(id: string, wanted: WantedSession): Promise<Session> {
    this.#dependencies.drain.check()
    const signal = AbortSignal.any([wanted.signal, this.#closing.signal])
    const made = this.#make(id, { ...wanted, signal })
    this.#making.set(made, wanted.principal.id)
    try {
      return await made
    } finally {
      this.#making.delete(made)
    }
  }

  async find(id: string, principal: string): Promise<Session> {
    return this.own(id, principal)
  }

  /** Throws `not-found` for a session that ended, never existed or belongs to another: the error does not say which. */
  own(id: string, principal: string): Session {
    const session = this.#sessions.get(id)
    if (session?.owner === principal && !session.over) return session
    throw noSuchSession()
  }

  async list(principal: string): Promise<SessionInfo[]> {
    const owned = [...this.#sessions.values()].filter(({ owner, over }) => owner === principal && !over)
    return owned.map((session) => session.info())
  }

  /** Accepts no more sessions: waits until every sandbox is removed. */
  async close(): Promise<void> {
    this.#closing.abort(new SandrunError('shutting-down', 'The service is shutting down.'))
    await Promise.allSettled(this.#making.keys())
    await Promise.all([...this.#sessions.values()].map((session) => session.end()))
  }

  async #make(id: string, { request, principal, signal }: WantedSession): Promise<Session> {
    const { id: owner, limits, caps } = principal
    const { catalog, config, sandboxes, findImage, openFilesInAll } = this.#dependencies
    const idleTimeoutMs = request.idleTimeoutMs ?? config.sessionIdleMs
    if (idleTimeoutMs > config.maxSessionIdleMs) {
      const field = 'idleTimeoutMs'
      const message = `"${field}": ${aboveMaximum(idleTimeoutMs, config.maxSessionIdleMs)}`
      throw new SandrunError('limit-too-high', message, { field })
    }
    const resolved = resolveSession(request, catalog, { ...config.maximum, ...limits, openFilesInAll })
    const image = await findImage(resolved.pack, request.version)
    const wanted = { ...resolved.needs, packId: resolved.pack.manifest.id, image: image.id }
    const demand = { owner, interactive: true, caps: { ...this.#dependencies.caps, ...caps } }
    const lease = await sandboxes.for(demand).lease(wanted, () => {}, signal)
    if (signal.aborted) {
      await lease.end()
      throw signal.reason
    }
    const ended = (): void => void this.#sessions.delete(id)
    const session = new Session({ id, owner, resolved, image, idleTimeoutMs, lease, ended })
    this.#sessions.set(session.id, session)
    return session
  }
}
