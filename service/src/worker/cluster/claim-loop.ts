import { SandrunError } from '@sandrun/shared'
import type { FastifyBaseLogger } from 'fastify'
import { decodeToWorker, type ToWorker } from '../../model/link-frame.ts'
import { decodeOrder } from '../../model/order-document.ts'
import { noSuchSession } from '../../model/session-errors.ts'
import type { Membership, NodeRegistry } from '../../ports/node-registry.ts'
import type { RunHost } from '../../ports/run-host.ts'
import type { Claim, RunQueue } from '../../ports/run-queue.ts'
import { BusSink } from './bus-sink.ts'
import type { Claimed } from './claimed.ts'
import { ClaimedRun, type ClaimedRunDependencies, KEPT_MS } from './claimed-run.ts'
import { ClaimedSession, type ClaimedSessionDependencies } from './claimed-session.ts'

const VERSIONS_DIFFER = "can't read an order; a gateway may have another version"

/** How often to check which gateways are alive, in milliseconds. */
const LOOK_EVERY_MS = 1000

export interface ClaimLoopDependencies extends Omit<ClaimedRunDependencies, 'host' | 'node'> {
  host: RunHost
  sessions: ClaimedSessionDependencies['sessions']
  queue: RunQueue
  membership: Membership
  registry: NodeRegistry
  /** The most runs and sessions at once. */
  places: number
  log: FastifyBaseLogger
}

/** Claims runs and sessions from the queue while there is room for them, and carries out the runs of its sessions. */
export class ClaimLoop {
  readonly #dependencies: ClaimLoopDependencies
  readonly #known = new Map<string, Claimed>()
  readonly #active = new Map<Claimed, Promise<void>>()
  /** These need no room: their sessions have it. */
  readonly #inSessions = new Map<Claimed, Promise<void>>()
  readonly #stop: () => void
  readonly #timer: NodeJS.Timeout
  #gateways: ReadonlySet<string> = new Set()
  #claiming: Promise<void> | null = null
  #again = false
  #draining = false
  #ended = 0

  constructor(dependencies: ClaimLoopDependencies) {
    this.#dependencies = dependencies
    this.#stop = dependencies.queue.onWork(() => this.#wake())
    this.#wake()
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS)
  }

  get running(): number {
    return this.#active.size
  }

  /** Runs and sessions that have ended here. */
  get ended(): number {
    return this.#ended
  }

  get draining(): boolean {
    return this.#draining
  }

  /** Handles a message for this node; false if it is not for a worker. */
  receive(message: Uint8Array): boolean {
    const received = decodeToWorker(message)
    if (received === null) return false
    const { frame, bytes } = received
    const known = this.#known.get(frame.run)
    // An order that came twice changes nothing.
    if (frame.type === 'order') {
      if (known === undefined) this.#order(frame, bytes)
    } else if (known !== undefined) known.receive(received)
    else if (frame.type === 'attach') this.#sayGone(frame, 'message')
    else if (frame.type === 'rejoin' || frame.type === 'ask') this.#sayGone(frame, 'failed')
    return true
  }

  /** Ends everything at once: other nodes may consider this one dead. */
  fence(): void {
    const all = this.#all()
    if (all.length > 0)
      this.#dependencies.log.error({ runs: all.length }, 'Redis was unreachable for too long; ending the runs')
    for (const [one] of all) one.cancel()
  }

  /**
   * Accepts nothing more, and resolves when the current runs have ended and then its sessions, or when the signal
   * aborts.
   */
  async drain(signal: AbortSignal): Promise<void> {
    this.#draining = true
    await this.#claiming
    this.#stop()
    const { promise: late, resolve } = Promise.withResolvers<void>()
    signal.addEventListener('abort', () => resolve())
    if (signal.aborted) resolve()
    const runs = this.#all().flatMap(([one, ended]) => (one instanceof ClaimedSession ? [] : [ended]))
    await Promise.race([Promise.all(runs), late])
    for (const one of this.#active.keys()) if (one instanceof ClaimedSession) one.cancel()
    await Promise.race([Promise.all(this.#active.values()), late])
  }

  /** Ends the current runs. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.drain(AbortSignal.abort())
    const all = this.#all()
    for (const [one] of all) one.cancel()
    await Promise.all(all.map(([, ended]) => ended))
  }

  #all(): [Claimed, Promise<void>][] {
    return [...this.#active, ...this.#inSessions]
  }

  #wake(): void {
    this.#again = true
    if (this.#draining) return
    this.#claiming ??= this.#claimAll().finally(() => {
      this.#claiming = null
    })
  }

  /** Claims as many runs as there is room for; never rejects. */
  async #claimAll(): Promise<void> {
    const { queue, host, membership, places, log } = this.#dependencies
    try {
      while (this.#again) {
        this.#again = false
        while (this.#active.size < places && !this.#draining && membership.connected) {
          const languages = host.languages().flatMap(({ id, available }) => (available ? [id] : []))
          const claim = await queue.claim(membership.node, languages)
          if (claim === null) break
          this.#begin(claim)
        }
      }
    } catch (error) {
      log.warn({ err: error }, "can't take runs from the queue")
    }
  }

  #begin(claim: Claim, among = this.#active): void {
    let one: Claimed
    try {
      one = this.#read(claim)
    } catch (error) {
      this.#dependencies.log.error({ err: error, run: claim.run }, VERSIONS_DIFFER)
      void this.#refuse(claim)
      return
    }
    this.#known.set(one.id, one)
    const ended = one
      .execute((gateway) => this.#isThere(gateway))
      .then(() => {
        among.delete(one)
        this.#ended++
        // A client that reconnects within this time finds the run.
        setTimeout(() => this.#known.delete(one.id), KEPT_MS).unref()
        this.#wake()
      })
    among.set(one, ended)
  }

  /** Throws for an order that can't be read. */
  #read(claim: Claim): Claimed {
    const parts = { ...this.#dependencies, node: () => this.#dependencies.membership.node }
    const order = decodeOrder(claim.body)
    return 'session' in order ? new ClaimedSession(order, claim, parts) : new ClaimedRun(order, claim, parts)
  }

  /** Starts a run of a session that is here: it came to this node alone, and so is claimed. */
  #order(frame: ToWorker, body: Uint8Array): void {
    const claim = { run: frame.run, body, begin: async () => true, release: async () => {}, end: async () => {} }
    if (!this.#draining) return this.#begin(claim, this.#inSessions)
    const error = new SandrunError('shutting-down', 'The worker of this session is shutting down.')
    const sink = this.#sinkOf(frame)
    void sink.tell({ type: 'claimed' })
    void sink.tell({ type: 'failed', error: error.toBody() })
  }

  #sayGone(frame: ToWorker, as: 'message' | 'failed'): void {
    const sink = this.#sinkOf(frame)
    const error = frame.type === 'ask' ? noSuchSession() : new SandrunError('not-found', 'Unknown run.')
    if (as === 'failed') return void sink.tell({ type: 'failed', error: error.toBody() })
    sink.send({ type: 'error', ...error.toBody() })
    sink.ended()
  }

  #sinkOf({ run, link, from }: ToWorker): BusSink {
    const { bus, membership } = this.#dependencies
    const follower = { node: from, link }
    return new BusSink({ run, follower, node: () => membership.node, bus, resumable: false })
  }

  /** Tells a run's follower that the run can't start; never rejects. */
  async #refuse({ run, end }: Claim): Promise<void> {
    const { directory, bus, membership } = this.#dependencies
    const follower = await directory.find(run).then(
      (entry) => entry?.follower ?? null,
      () => null,
    )
    const error = new SandrunError('internal', 'The worker and the gateway have different versions.')
    if (follower !== null) {
      const sink = new BusSink({ run, follower, node: () => membership.node, bus, resumable: false })
      await Promise.all([sink.tell({ type: 'claimed' }), sink.tell({ type: 'failed', error: error.toBody() })])
    }
    await end().catch(() => {})
  }

  /** A gateway that was there at the last look counts as alive until the next. */
  async #isThere(gateway: string): Promise<boolean> {
    if (this.#gateways.has(gateway)) return true
    const alive = await this.#dependencies.registry.alive(new Set([gateway]))
    this.#gateways = new Set([...this.#gateways, ...alive])
    return alive.has(gateway)
  }

  /** Drops the followers at dead gateways, and recovers the runs of dead workers. */
  async #look(): Promise<void> {
    const { queue, registry, log } = this.#dependencies
    const followed = [...this.#known.values()].map((one) => ({ one, followers: one.followers }))
    const gateways = followed.flatMap(({ followers }) => followers.map(({ node }) => node))
    try {
      this.#gateways = await registry.alive(new Set([...this.#gateways, ...gateways]))
      for (const { one, followers } of followed) {
        for (const { node } of followers) if (!this.#gateways.has(node)) one.gatewayDied(node)
      }
      await queue.recover()
    } catch (error) {
      log.debug({ err: error }, "can't list the cluster's nodes")
    }
  }
}
