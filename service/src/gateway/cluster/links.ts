import type { FastifyBaseLogger } from 'fastify'
import { decodeToGateway, encodeLinkFrame } from '../../model/link-frame.ts'
import type { Bus } from '../../ports/bus.ts'
import type { Membership, NodeRegistry } from '../../ports/node-registry.ts'
import type { RunQueue } from '../../ports/run-queue.ts'
import { type LinkReader, RunLink } from './run-link.ts'

/** How often to check which workers are alive, in milliseconds. */
const LOOK_EVERY_MS = 500

/** The most closed links to remember, which is more than can wait for a worker. */
const MOST_LEFT = 10_000

export interface LinksDependencies {
  membership: Membership
  registry: NodeRegistry
  queue: RunQueue
  log: FastifyBaseLogger
}

/** All runs that this gateway follows; checks whether their workers are alive. */
export class Links implements Disposable {
  readonly #dependencies: LinksDependencies
  readonly #bus: () => Bus
  readonly #links = new Map<string, RunLink>()
  /** Closed links whose clients may reconnect. */
  readonly #left = new Set<string>()
  readonly #timer: NodeJS.Timeout
  /** Links whose runs were in the queue. */
  readonly #queued = new WeakSet<RunLink>()
  #looking = false
  #leaving = false

  constructor(dependencies: LinksDependencies, bus: () => Bus) {
    this.#dependencies = dependencies
    this.#bus = bus
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS)
  }

  /** Clients that come now have to move too. */
  get leaving(): boolean {
    return this.#leaving
  }

  open(run: string, reader: LinkReader): RunLink {
    const { membership } = this.#dependencies
    const way = { node: () => membership.node, send: (...sent: Parameters<Bus['send']>) => this.#send(...sent) }
    const link = new RunLink(run, way, reader)
    this.#links.set(link.id, link)
    return link
  }

  close({ id }: RunLink): void {
    this.#links.delete(id)
  }

  /** Closes a link whose client may reconnect. */
  pass(link: RunLink): void {
    this.close(link)
    this.#left.add(link.id)
    const [oldest = ''] = this.#left
    if (this.#left.size > MOST_LEFT) this.#left.delete(oldest)
  }

  /** Handles a message for this node; false if it is not for a gateway. */
  receive(message: Uint8Array): boolean {
    const received = decodeToGateway(message)
    if (received === null) return false
    const { frame } = received
    const known = this.#links.get(frame.link)
    if (known !== undefined) known.receive(received)
    else if (frame.type === 'claimed' || frame.type === 'session') {
      // Its client has the usual time to reconnect, or nothing needs the run or session any more.
      const type = this.#left.has(frame.link) ? 'detach' : 'cancel'
      const head = { run: frame.run, link: frame.link, from: this.#dependencies.membership.node, n: 0 }
      this.#send(frame.from, encodeLinkFrame({ type, ...head }))
    }
    return true
  }

  /** This node was considered dead. */
  interrupt(): void {
    for (const link of this.#links.values()) link.interrupt()
  }

  /** This node ends soon: clients that can reconnect move to another gateway. */
  leave(): void {
    this.#leaving = true
    for (const link of this.#links.values()) link.leave()
  }

  /** Looks for workers that have died; never throws. */
  async look(): Promise<void> {
    if (this.#looking || this.#links.size === 0) return
    this.#looking = true
    try {
      await this.#findLost()
      await this.#findOver()
    } catch (error) {
      this.#dependencies.log.debug({ err: error }, "can't list the cluster's nodes")
    } finally {
      this.#looking = false
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }

  async #findLost(): Promise<void> {
    const { registry, queue } = this.#dependencies
    const followed = [...this.#links.values()].map((link) => ({ link, worker: link.worker }))
    const here = await registry.alive(new Set(followed.flatMap(({ worker }) => worker ?? [])))
    const orphans = followed.filter(({ worker }) => worker !== null && !here.has(worker))
    if (orphans.length === 0) return
    await queue.recover()
    for (const { link, worker } of orphans) {
      const state = await queue.state(link.run)
      // Another worker may have claimed it by now.
      if (link.worker !== worker) continue
      link.workerDied(state === 'waiting' || state === 'claimed' ? 'waiting' : 'lost')
    }
  }

  /**
   * Looks for runs that no worker has and that do not wait: those that claimed them died before they could say so. A
   * run that was not in the queue yet is about to be.
   */
  async #findOver(): Promise<void> {
    const { queue, membership } = this.#dependencies
    const waiting = [...this.#links.values()].filter(({ worker }) => worker === null)
    const places = await queue.positions(waiting.map(({ run }) => run))
    for (const [at, link] of waiting.entries()) {
      const state = (places[at] ?? null) === null ? await queue.state(link.run) : 'waiting'
      if (state !== null) this.#queued.add(link)
      // By a dead node, if no other worker is there to find that out.
      if (state === 'claimed' || state === 'begun') await queue.recover()
      const isOver = state === null ? this.#queued.has(link) : state === 'ended' || state === 'lost'
      if (!isOver) continue
      // Its result may be in the inbox, before this.
      const head = { run: link.run, link: link.id, from: membership.node, n: 0 }
      this.#send(membership.node, encodeLinkFrame({ type: 'over', ...head }))
    }
  }

  #send(node: string, message: Uint8Array): void {
    // The check for dead workers handles missing nodes. The bus itself reports interruptions.
    this.#bus()
      .send(node, message)
      .catch(() => {})
  }
}
