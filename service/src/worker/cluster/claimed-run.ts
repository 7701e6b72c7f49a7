import { type RunResult, SandrunError, toSandrunError } from '@sandrun/shared'
import type { PlainToGateway, Received, ToWorker } from '../../model/link-frame.ts'
import type { OrderDocument } from '../../model/order-document.ts'
import type { Bus } from '../../ports/bus.ts'
import type { Directory, Follower } from '../../ports/directory.ts'
import type { LiveRun, LiveRunHost } from '../../ports/live-run.ts'
import type { RunHandle, RunHost, StartedFacts } from '../../ports/run-host.ts'
import type { Claim } from '../../ports/run-queue.ts'
import { RunLog } from '../../run-log/run-log.ts'
import { BusSink } from './bus-sink.ts'
import { carry, carryLive } from './carry.ts'
import { type Claimed, NO_CAPS } from './claimed.ts'
import { mirrorLog } from './mirror-log.ts'

export interface ClaimedRunDependencies {
  host: Pick<RunHost, 'prepare'>
  liveRuns: LiveRunHost
  bus: Pick<Bus, 'send'>
  directory: Directory
  node: () => string
}

/** An ended run can be found for this long, in milliseconds: as long as its log is kept. */
export const KEPT_MS = 120_000

/** The run of a job whose gateway died waits this long for another, in milliseconds: not for long if it only asked. */
const REJOIN_MS = { begun: 30_000, asking: 10_000 }

/** A run on this worker that a gateway requested. */
export class ClaimedRun implements Claimed {
  readonly id: string
  readonly #order: OrderDocument
  readonly #claim: Claim
  readonly #dependencies: ClaimedRunDependencies
  readonly #log = new RunLog()
  /** The sinks of the run's events, by link. */
  readonly #sinks = new Map<string, BusSink>()
  #origin: BusSink
  #isAnnounced = false
  #hasBegun = false
  #grace: NodeJS.Timeout | undefined
  /** The last message about it. */
  #outcome: PlainToGateway | null = null
  #run: RunHandle | null = null
  #live: LiveRun | null = null
  #leave: PromiseWithResolvers<boolean> | null = null
  /** The question of whether it may begin, until there is an answer. */
  #asking: StartedFacts | null = null
  /** Frames that arrived before the run had started. */
  #early: Received<ToWorker>[] = []
  #isCancelled = false

  constructor(order: OrderDocument, claim: Claim, dependencies: ClaimedRunDependencies) {
    this.id = claim.run
    this.#order = order
    this.#claim = claim
    this.#dependencies = dependencies
    this.#origin = this.#sinkOf(order.origin)
  }

  /** The clients that follow the run or wait for its end. */
  get followers(): Follower[] {
    return [...this.#sinks.values()].map(({ follower }) => follower)
  }

  /** Never rejects. */
  async execute(isThere: (node: string) => Promise<boolean>): Promise<void> {
    const { directory, node } = this.#dependencies
    try {
      const entry = await directory.serve(this.id, node())
      const follower = entry?.follower ?? this.#order.origin
      if (this.#order.resumable !== true && !(await isThere(follower.node))) {
        throw new SandrunError('cluster-unavailable', "The run's gateway is not in the cluster.")
      }
      await this.#tell(await this.#start(follower))
    } catch (error) {
      // Its gateway hears only those that have claimed the run.
      if (!this.#isAnnounced) void this.#origin.tell({ type: 'claimed' })
      this.#outcome = { type: 'failed', error: toSandrunError(error).toBody() }
      await this.#origin.tell(this.#outcome)
      this.#log.append({ type: 'error', ...toSandrunError(error).toBody() })
    } finally {
      clearTimeout(this.#grace)
      // These fail only when this node has left the cluster; then others can claim its runs.
      await Promise.allSettled([this.#claim.end(), directory.expire(this.id, KEPT_MS)])
    }
  }

  receive(received: Received<ToWorker>): void {
    const { frame } = received
    if (frame.type === 'cancel') this.cancel()
    else if (frame.type === 'rejoin') this.#rejoin(frame)
    else if (this.#run === null) this.#early.push(received)
    else this.#receive(received, this.#run)
  }

  cancel(): void {
    this.#isCancelled = true
    this.#leave?.resolve(false)
    this.#run?.cancel()
  }

  gatewayDied(node: string): void {
    for (const sink of this.#sinks.values()) {
      if (sink.follower.node !== node) continue
      this.#sinks.delete(sink.follower.link)
      if (this.#live !== null) this.#live.detach(sink)
      else if (this.#sinks.size === 0) this.#bereft()
    }
  }

  async #start(follower: Follower): Promise<RunResult> {
    const { request, principal, live, resumable, asks, resumeToken } = this.#order
    const { host, liveRuns } = this.#dependencies
    const sink = follower.link === this.#origin.follower.link ? this.#origin : this.#sinkOf(follower)
    this.#isAnnounced = true
    void sink.tell({ type: 'claimed' })
    if (sink !== this.#origin) {
      void this.#origin.tell({ type: 'claimed' })
      this.#origin.takenOver()
    }
    const prepared = await host.prepare({ request, principal, caps: NO_CAPS, live })
    const begin = (started: StartedFacts): Promise<void> => this.#begin(started, asks)
    const { run, finished } = prepared.start({ id: this.#order.id ?? this.id, log: this.#log, resumeToken, begin })
    if (resumable === null) mirrorLog(this.#log, sink, live)
    else {
      this.#live = liveRuns.follow({ run, log: this.#log, finished, owner: principal.id, resumable })
      this.#live.open(sink)
    }
    this.#run = run
    if (this.#isCancelled) run.cancel()
    for (const received of this.#early.splice(0)) this.#receive(received, run)
    return finished
  }

  /** Tells the origin of the end before its client. */
  async #tell(result: RunResult): Promise<void> {
    this.#outcome = { type: 'result', result }
    const told = this.#origin.tell(this.#outcome)
    this.#log.append({ type: 'exit', result })
    await told
  }

  async #begin(started: StartedFacts, asks: boolean): Promise<void> {
    if (asks) {
      this.#leave = Promise.withResolvers<boolean>()
      this.#asking = started
      void this.#origin.tell({ type: 'beginning', started })
      if (this.#isCancelled) this.#leave.resolve(false)
      const may = await this.#leave.promise
      if (!may) throw new SandrunError('internal', 'The gateway did not let the run start.')
    }
    this.#hasBegun = await this.#claim.begin()
    this.#asking = null
    if (!this.#hasBegun) {
      throw new SandrunError('internal', 'Another worker has the run, because this one seemed dead.')
    }
  }

  /** Its gateway is dead: another one may come for the run of a job, which may have been about to let it begin. */
  #bereft(): void {
    if (this.#order.id === undefined || !(this.#hasBegun || this.#asking !== null)) return this.cancel()
    this.#grace = setTimeout(() => this.cancel(), REJOIN_MS[this.#hasBegun ? 'begun' : 'asking'])
  }

  /** Tells another gateway all about the run. */
  #rejoin({ link, from: node, n }: ToWorker): void {
    clearTimeout(this.#grace)
    this.#origin = this.#sinkOf({ node, link })
    this.#origin.accept(n)
    mirrorLog(this.#log, this.#origin, false)
    if (this.#asking !== null) void this.#origin.tell({ type: 'beginning', started: this.#asking })
    if (this.#outcome !== null) void this.#origin.tell(this.#outcome)
  }

  #receive(received: Received<ToWorker>, run: RunHandle): void {
    const { frame } = received
    if (frame.type === 'attach') return void this.#attach(frame)
    const sink = this.#sinks.get(frame.link)
    if (sink === undefined) return
    const turn = sink.accept(frame.n)
    if (turn === 'duplicate') return
    const answer = (may: boolean): void => this.#leave?.resolve(may)
    try {
      if (turn === 'gap') throw new Error('Part of the run was lost in transit.')
      if (this.#live === null) carry(received, run, answer)
      else carryLive(received, this.#live, sink, answer)
    } catch {
      this.#sinks.delete(frame.link)
      sink.interrupted()
      this.#live?.detach(sink)
    }
  }

  async #attach(frame: Extract<ToWorker, { type: 'attach' }>): Promise<void> {
    const { run: runId, link, from: node, resumeToken, stdout, stderr, n } = frame
    const sink = this.#sinkOf({ node, link }, { stdout, stderr })
    sink.accept(n)
    try {
      const attach = { type: 'attach', runId, resumeToken, stdout, stderr } as const
      const live = await this.#dependencies.liveRuns.find(attach, this.#order.principal)
      live.attach(sink, { stdout, stderr })
    } catch (error) {
      this.#sinks.delete(link)
      sink.send({ type: 'error', ...toSandrunError(error).toBody() })
      sink.ended()
    }
  }

  #sinkOf(follower: Follower, from?: { stdout: number; stderr: number }): BusSink {
    const { node, bus } = this.#dependencies
    const resumable = this.#order.resumable === true
    const sink = new BusSink({ run: this.id, follower, node, bus, resumable }, from)
    this.#sinks.set(follower.link, sink)
    return sink
  }
}
