import { SandrunError, toSandrunError } from '@sandrun/shared'
import type { Received, ToWorker } from '../../model/link-frame.ts'
import type { SessionOrder } from '../../model/order-document.ts'
import { noSuchSession } from '../../model/session-errors.ts'
import type { Bus } from '../../ports/bus.ts'
import type { Follower } from '../../ports/directory.ts'
import type { Claim } from '../../ports/run-queue.ts'
import type { Session } from '../session/session.ts'
import type { Sessions } from '../session/sessions.ts'
import { BusSink } from './bus-sink.ts'
import { type Claimed, NO_CAPS } from './claimed.ts'

export interface ClaimedSessionDependencies {
  sessions: Pick<Sessions, 'open'>
  bus: Pick<Bus, 'send'>
  node: () => string
}

/** A session on this worker. Its claim ends with it: until then it counts against its owner's caps. */
export class ClaimedSession implements Claimed {
  readonly id: string
  readonly #order: SessionOrder
  readonly #claim: Claim
  readonly #dependencies: ClaimedSessionDependencies
  readonly #origin: BusSink
  readonly #leave = new AbortController()
  /** Settles when the gateway that ordered it says whether its client still wants it. */
  readonly #wanted = Promise.withResolvers<void>()
  readonly #over = Promise.withResolvers<void>()
  #isKept = false
  #session: Session | null = null

  constructor(order: SessionOrder, claim: Claim, dependencies: ClaimedSessionDependencies) {
    this.id = claim.run
    this.#order = order
    this.#claim = claim
    this.#dependencies = dependencies
    this.#origin = this.#sinkOf(order.origin)
    // It may be cancelled before anything waits for this.
    this.#wanted.promise.catch(() => {})
  }

  /** Any gateway can find a session that is kept. */
  get followers(): Follower[] {
    return this.#isKept ? [] : [this.#origin.follower]
  }

  /** Never rejects; resolves when the session has ended. */
  async execute(isThere: (node: string) => Promise<boolean>): Promise<void> {
    try {
      const session = await this.#create(isThere)
      void this.#origin.tell({ type: 'session', info: session.info() })
      await Promise.race([this.#wanted.promise, session.gone])
      await session.gone
    } catch (error) {
      const refusal = toSandrunError(error)
      if (this.#session === null && refusal.code === 'shutting-down') return await this.#giveBack()
      void this.#origin.tell({ type: 'failed', error: refusal.toBody() })
      await this.#session?.end()
    } finally {
      // This fails only when this node has left the cluster; then the session counts as lost.
      await this.#claim.end().catch(() => {})
      this.#over.resolve()
    }
  }

  receive({ frame }: Received<ToWorker>): void {
    if (frame.type === 'ask') void this.#answer(frame)
    else if (frame.type === 'keep') this.#keep()
    // A late one may answer a message that came twice.
    else if (frame.type === 'cancel' && frame.link === this.#order.origin.link && !this.#isKept) this.cancel()
  }

  cancel(): void {
    const error = new SandrunError('cluster-unavailable', 'The session ended before it was ready.', { retryAfter: 5 })
    this.#leave.abort(error)
    this.#wanted.reject(error)
    void this.#session?.end()
  }

  gatewayDied(node: string): void {
    if (!this.#isKept && node === this.#order.origin.node) this.cancel()
  }

  async #create(isThere: (node: string) => Promise<boolean>): Promise<Session> {
    const { session: request, principal: given, origin } = this.#order
    void this.#origin.tell({ type: 'claimed' })
    if (!(await isThere(origin.node))) {
      throw new SandrunError('cluster-unavailable', "The session's gateway is not in the cluster.")
    }
    const principal = { ...given, caps: NO_CAPS }
    const { signal } = this.#leave
    this.#session = await this.#dependencies.sessions.open(this.id, { request, principal, signal })
    if (await this.#claim.begin()) return this.#session
    throw new SandrunError('internal', 'Another worker has the session, because this one seemed dead.')
  }

  /** This worker shuts down: another one creates the session. */
  async #giveBack(): Promise<void> {
    // This fails only when this node has left the cluster; then others can claim it anyway.
    await this.#claim.release().catch(() => {})
  }

  #keep(): void {
    this.#isKept = true
    this.#wanted.resolve()
  }

  async #answer({ link, from: node, owner, about }: Extract<ToWorker, { type: 'ask' }>): Promise<void> {
    const sink = this.#sinkOf({ node, link })
    try {
      const session = this.#session
      if (session?.owner !== owner || session.over) throw noSuchSession()
      const info = about === 'info' ? session.info() : await this.#end(session)
      void sink.tell({ type: 'session', info })
    } catch (error) {
      void sink.tell({ type: 'failed', error: toSandrunError(error).toBody() })
    }
  }

  /** Resolves when it no longer counts either. */
  async #end(session: Session): Promise<null> {
    await session.end()
    await this.#over.promise
    return null
  }

  #sinkOf(follower: Follower): BusSink {
    const { node, bus } = this.#dependencies
    return new BusSink({ run: this.id, follower, node, bus, resumable: false })
  }
}
