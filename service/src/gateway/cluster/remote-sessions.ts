import { randomUUID } from 'node:crypto'
import { SandrunError, type SessionInfo, type SessionRequest } from '@sandrun/shared'
import type { Drain } from '../../health/drain.ts'
import type { Caps } from '../../model/caps.ts'
import { encodeOrder } from '../../model/order-document.ts'
import type { Principal } from '../../model/principal.ts'
import { noSuchSession } from '../../model/session-errors.ts'
import type { Membership } from '../../ports/node-registry.ts'
import type { Reach } from '../../ports/reach.ts'
import type { RunQueue } from '../../ports/run-queue.ts'
import type { KeptSession, SessionDirectory } from '../../ports/session-directory.ts'
import type { SessionHost } from '../../ports/session-host.ts'
import type { ClusterLanguages } from './cluster-languages.ts'
import type { Links } from './links.ts'
import { connectionLost, SessionAnswer } from './session-answer.ts'

export interface RemoteSessionsDependencies {
  queue: RunQueue
  directory: SessionDirectory
  links: Links
  membership: Pick<Membership, 'node'>
  languages: ClusterLanguages
  drain: Drain
  /** The caps of each principal, unless its token has others. */
  caps: Caps
  /** The most sessions of one principal, on all workers together. */
  maxSessions: number
  reach: Reach
}

/** Sessions on the workers of a cluster. Every gateway finds them. */
export class RemoteSessions implements SessionHost {
  readonly #dependencies: RemoteSessionsDependencies

  constructor(dependencies: RemoteSessionsDependencies) {
    this.#dependencies = dependencies
  }

  async create(request: SessionRequest, principal: Principal, signal: AbortSignal): Promise<SessionInfo> {
    const { drain, languages, links, membership, queue, maxSessions } = this.#dependencies
    drain.check()
    const { id: language } = await languages.search(request.language)
    signal.throwIfAborted()
    const id = randomUUID()
    using answer = new SessionAnswer(links, id, connectionLost)
    const leave = (): void => this.#leave(answer, signal.reason)
    signal.addEventListener('abort', leave)
    try {
      const origin = { node: membership.node, link: answer.link.id }
      const body = encodeOrder({ session: request, principal, origin })
      const caps = { ...this.#dependencies.caps, ...principal.caps }
      const order = { id, owner: principal.id, interactive: true, language, caps, sessions: maxSessions, body }
      await queue.submit(order)
      const info = await answer.given
      signal.throwIfAborted()
      if (info === null) throw connectionLost()
      answer.link.tell({ type: 'keep' })
      return info
    } finally {
      signal.removeEventListener('abort', leave)
    }
  }

  async find(id: string, principal: string): ReturnType<SessionHost['find']> {
    const { directory, reach } = this.#dependencies
    const session = await reach(() => directory.find(id))
    if (session?.owner !== principal) throw noSuchSession()
    const info = await this.#ask(session, 'info')
    if (info === null) throw noSuchSession()
    return { info: () => info, end: () => this.#end(session) }
  }

  async list(principal: string): Promise<SessionInfo[]> {
    const { directory, reach } = this.#dependencies
    const sessions = await reach(() => directory.list(principal))
    const infos = await Promise.all(sessions.map((session) => this.#ask(session, 'info').catch(unlessGone)))
    return infos.filter((info) => info !== null).toSorted((a, b) => a.createdAt.localeCompare(b.createdAt))
  }

  /** The client has left: withdraws the order, or has its worker end the session. */
  #leave(answer: SessionAnswer, reason: unknown): void {
    const { link } = answer
    link.tell({ type: 'cancel' })
    // A worker that claimed it may have given it back. If it can't be withdrawn, it can't be claimed either: the queue is
    // unreachable.
    this.#dependencies.queue.withdraw(link.run).catch(() => {})
    answer.refuse(reason)
  }

  async #end(session: KeptSession): Promise<void> {
    await this.#ask(session, 'end').catch(unlessGone)
  }

  async #ask({ id, owner, worker }: KeptSession, about: 'info' | 'end'): Promise<SessionInfo | null> {
    using answer = new SessionAnswer(this.#dependencies.links, id, noSuchSession)
    answer.link.attach(worker, { type: 'ask', owner, about })
    return await answer.given
  }
}

/** Null for a session that has ended. */
function unlessGone(error: unknown): null {
  if (error instanceof SandrunError && error.code === 'not-found') return null
  throw error
}
