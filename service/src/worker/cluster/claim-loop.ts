import { SandrunError } from '@sandrun/shared'
import type { FastifyBaseLogger } from 'fastify'
import { decodeToWorker, type ToWorker } from '../../model/link-frame.ts'
import { decodeOrder } from '../../model/order-document.ts'
import type { Membership, NodeRegistry } from '../../ports/node-registry.ts'
import type { RunHost } from '../../ports/run-host.ts'
import type { Claim, RunQueue } from '../../ports/run-queue.ts'
import { BusSink } from './bus-sink.ts'
import { ClaimedRun, type ClaimedRunDependencies, KEPT_MS } from './claimed-run.ts'

/** How often to check which gateways are alive, in milliseconds. */
const LOOK_EVERY_MS = 1000

export interface ClaimLoopDependencies extends Omit<ClaimedRunDependencies, 'host' | 'node'> {
  host: RunHost
  queue: RunQueue
  membership: Membership
  registry: NodeRegistry
  /** The most runs at once. */
  places: number
  log: FastifyBaseLogger
}

/** Claims runs from the queue while there is room for them. */
export class ClaimLoop {
  readonly #dependencies: ClaimLoopDependencies
  readonly #runs = new Map<string, ClaimedRun>()
  readonly #active = new Map<ClaimedRun, Promise<void>>()
  readonly #stop: () => void
  readonly #timer: NodeJS.Timeout
  #gateways: ReadonlySet<string> = new Set()
  #claiming: Promise<void> | null = null
  #again = false
  #draining = false

  constructor(dependencies: ClaimLoopDependencies) {
    this.#dependencies = dependencies
    this.#stop = dependencies.queue.onWork(() => this.#wake())
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS)
  }

  get running(): number {
    return this.#active.size
  }

  get draining(): boolean {
    return this.#draining
  }

  /** Handles a message for this node; false if it is not for a worker. */
  receive(message: Uint8Array): boolean {
    const received = decodeToWorker(message)
    if (received === null) return false
    const { frame } = received
    const run = this.#runs.get(frame.run)
    if (run !== undefined) run.receive(received)
    else if (frame.type === 'rejoin') this.#sayGone(frame)
    return true
  }

  /** Ends everything at once: other nodes may consider this one dead. */
  fence(): void {
    const { size } = this.#active
    if (size > 0) this.#dependencies.log.error({ runs: size }, 'Redis was unreachable for too long; ending the runs')
    for (const run of this.#active.keys()) run.cancel()
  }

  /** Claims no more runs, and resolves when the current ones have ended or the signal aborts. */
  async drain(signal: AbortSignal): Promise<void> {
    this.#draining = true
    this.#stop()
    await this.#claiming
    const { promise: late, resolve } = Promise.withResolvers<void>()
    signal.addEventListener('abort', () => resolve())
    if (signal.aborted) resolve()
    await Promise.race([Promise.all(this.#active.values()), late])
  }

  /** Ends the current runs. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.drain(AbortSignal.abort())
    for (const run of this.#active.keys()) run.cancel()
    await Promise.all(this.#active.values())
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

  #begin(claim: Claim): void {
    const { membership, log } = this.#dependencies
    const node = (): string => membership.node
    let run: ClaimedRun
    try {
      run = new ClaimedRun(decodeOrder(claim.body), claim, { ...this.#dependencies, node })
    } catch (error) {
      log.error({ err: error, run: claim.run }, "can't read an order; a gateway may have another version")
      void this.#refuse(claim)
      return
    }
    this.#runs.set(run.id, run)
    const ended = run
      .execute((gateway) => this.#isThere(gateway))
      .then(() => {
        this.#active.delete(run)
        // A client that reconnects within this time finds the run.
        setTimeout(() => this.#runs.delete(run.id), KEPT_MS).unref()
        this.#wake()
      })
    this.#active.set(run, ended)
  }

  #sayGone({ run, link, from: gateway }: ToWorker): void {
    const { bus, membership } = this.#dependencies
    const follower = { node: gateway, link }
    const sink = new BusSink({ run, follower, node: () => membership.node, bus, resumable: false })
    void sink.tell({ type: 'failed', error: new SandrunError('not-found', 'Unknown run.').toBody() })
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

  /** Lists again first: a gateway may have just joined. */
  async #isThere(gateway: string): Promise<boolean> {
    if (!this.#gateways.has(gateway)) await this.#findGateways()
    return this.#gateways.has(gateway)
  }

  async #findGateways(): Promise<void> {
    const nodes = await this.#dependencies.registry.list()
    this.#gateways = new Set(nodes.flatMap(({ id, role }) => (role === 'worker' ? [] : [id])))
  }

  /** Drops the followers at dead gateways, and recovers the runs of dead workers. */
  async #look(): Promise<void> {
    const { queue, log } = this.#dependencies
    // Before the list of gateways, so that a gateway that joins meanwhile does not count as dead.
    const followed = [...this.#runs.values()].map((run) => ({ run, followers: run.followers }))
    try {
      await this.#findGateways()
      for (const { run, followers } of followed) {
        for (const { node } of followers) if (!this.#gateways.has(node)) run.gatewayDied(node)
      }
      await queue.recover()
    } catch (error) {
      log.debug({ err: error }, "can't list the cluster's nodes")
    }
  }
}
