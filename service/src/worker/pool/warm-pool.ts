import type { FastifyBaseLogger } from 'fastify'
import type { WarmPolicy } from '../../settings/config.ts'
import { CompilersAtWork } from './compilers-at-work.ts'
import {
  byUse,
  count,
  giveUp,
  type LanguagePool,
  nextToFill,
  preparable,
  takeWarm,
  withSpare,
} from './language-pool.ts'
import { Preparations } from './preparations.ts'
import type { PreparedRuntime, Sandbox, SandboxShape } from './sandbox.ts'
import { Removals } from './removals.ts'
import type { SandboxFactory } from './sandbox-factory.ts'
import { WarmTarget } from './targets.ts'
import type { WarmPoolOptions } from './warm-pool-options.ts'

/** Sandboxes to make at once for the pool: more would make a running program wait for the engine. */
const MAX_REFILLS = 2

/**
 * A sandbox is taken just as its program starts, and making a successor costs the engine a tenth of a second of CPU. So
 * this begins only after a short program has had its turn.
 */
const REFILL_DELAY_MS = 60

/** How often to check for idle languages. */
const TRIM_INTERVAL_MS = 10_000

/** Time before the retry of a failed refill, so that a broken image is not tried in a loop. */
const RETRY_AFTER_MS = 10_000

/**
 * Sandboxes that wait for a run, by language. A taken sandbox is never returned; taking it orders its successor. Warm
 * ones give way when a run needs the room.
 */
export class WarmPool {
  readonly #factory: SandboxFactory
  readonly #maxSandboxes: number
  readonly #mostLearned: number
  readonly #preparations: Preparations
  readonly #compilers: CompilersAtWork
  readonly #warm: WarmPolicy
  readonly #log: FastifyBaseLogger
  readonly #tell: Pick<WarmPoolOptions, 'taken' | 'evicted'>
  readonly #now: () => number
  readonly #languages = new Map<string, LanguagePool>()
  readonly #refills = new Set<Promise<void>>()
  readonly #removals: Removals
  readonly #trimmer: NodeJS.Timeout
  #running = 0
  #closed = false

  constructor(factory: SandboxFactory, options: WarmPoolOptions) {
    const { maxSandboxes, mostLearned, maxPreparedMb, cpus, warm, log, taken, evicted, now = Date.now } = options
    this.#factory = factory
    this.#maxSandboxes = maxSandboxes
    this.#mostLearned = mostLearned
    this.#preparations = new Preparations({
      maxMb: maxPreparedMb,
      languages: () => preparable(this.#languages.values(), this.#now()),
      giveUp: (sandbox) => this.#drop(sandbox),
      isHeld: () => !this.#compilers.leaveRoom,
      log,
    })
    this.#compilers = new CompilersAtWork(cpus, () => this.#goOnSoon())
    this.#warm = warm
    this.#log = log
    this.#removals = new Removals(log)
    this.#tell = { taken, evicted }
    this.#now = now
    this.#trimmer = setInterval(() => this.#balance(), TRIM_INTERVAL_MS)
    this.#trimmer.unref()
  }

  /** Adds a language; starts to make a starter's first sandbox at once. */
  register(shape: SandboxShape, starter: boolean, runtime: PreparedRuntime | null = null): void {
    const target = new WarmTarget(starter && this.#warm === 'starters', this.#mostLearned)
    const pool: LanguagePool = { shape, runtime, target, warm: [], filling: 0, retryAt: 0 }
    this.#languages.set(shape.packId, pool)
    this.#balance()
  }

  /** Forgets a language whose image is gone or was rebuilt. */
  unregister(packId: string): void {
    const pool = this.#languages.get(packId)
    this.#languages.delete(packId)
    for (const sandbox of pool?.warm ?? []) void this.#removals.add(sandbox)
    this.#preparations.proceed()
  }

  warmCount(packId: string): number {
    return this.#languages.get(packId)?.warm.length ?? 0
  }

  /** How many of the warm sandboxes have a prepared runtime. */
  preparedCount(packId: string): number {
    return this.#languages.get(packId)?.warm.filter(({ isPrepared }) => isPrepared).length ?? 0
  }

  /** The languages that should have a warm sandbox, when none of them can get one; else an empty list. */
  starved(): string[] {
    const now = this.#now()
    const wanting = [...this.#languages.values()].filter(({ target }) => target.at(now) > 0)
    return wanting.every(({ retryAt }) => retryAt > now) ? wanting.map(({ shape }) => shape.packId) : []
  }

  /** A sandbox for one run: a warm one of the same disk size if there is one, else a new one. */
  async take(shape: SandboxShape): Promise<{ sandbox: Sandbox; warm: boolean }> {
    const pool = this.#languages.get(shape.packId)
    pool?.target.used(this.#now())
    this.#running++
    try {
      const waiting = pool === undefined ? undefined : takeWarm(pool, shape)
      const taken = waiting === undefined ? await this.#makeRoomAndCreate(shape) : { sandbox: waiting, warm: true }
      if (pool !== undefined) pool.retryAt = 0
      this.#tell.taken(shape.packId, taken.warm)
      return taken
    } catch (error) {
      this.#running--
      throw error
    } finally {
      this.#goOnSoon()
      this.#preparations.begun()
    }
  }

  /** A warm sandbox, without making one; null if none waits. */
  takeWaiting(shape: SandboxShape): Sandbox | null {
    const pool = this.#languages.get(shape.packId)
    const sandbox = pool && takeWarm(pool, shape)
    if (sandbox === undefined) return null
    this.#running++
    this.#goOnSoon()
    return sandbox
  }

  /** Keeps CPUs for a compiler: makes no sandboxes until the result is disposed of. */
  compiling(): Disposable {
    return this.#compilers.begin()
  }

  /** Destroys a sandbox after its run; resolves when its place is free, and never throws. */
  async release(sandbox: Sandbox): Promise<void> {
    await this.#removals.add(sandbox)
    this.#running--
    this.#balance()
    this.#preparations.proceed()
  }

  /** Destroys all warm sandboxes and those still being made; waits for all removals. */
  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#trimmer)
    await Promise.allSettled(this.#refills)
    for (const pool of this.#languages.values())
      for (const sandbox of pool.warm.splice(0)) void this.#removals.add(sandbox)
    await this.#removals.settled()
  }

  #goOnSoon(): void {
    setTimeout(() => {
      this.#balance()
      this.#preparations.proceed()
    }, REFILL_DELAY_MS).unref()
  }

  async #makeRoomAndCreate(shape: SandboxShape): Promise<{ sandbox: Sandbox; warm: false }> {
    while (this.#total() > this.#maxSandboxes && this.#evictOne());
    return { sandbox: await this.#factory.create(shape), warm: false }
  }

  /** Brings every language to its target: removes the excess, starts to make what is missing. */
  #balance(): void {
    if (this.#closed || this.#warm === 'none') return
    const now = this.#now()
    for (const pool of this.#languages.values()) {
      const excess = pool.warm.length - pool.target.at(now)
      for (let left = excess; left > 0; left--) this.#evict(pool)
    }
    for (let pool = this.#neediest(now); pool !== null; pool = this.#neediest(now)) this.#refill(pool)
  }

  /** The language to make a sandbox for next, if one can be made now; for that, another may lose one. */
  #neediest(now: number): LanguagePool | null {
    if (this.#refills.size >= MAX_REFILLS || !this.#compilers.leaveRoom) return null
    const next = nextToFill([...this.#languages.values()], now, this.#total() < this.#maxSandboxes)
    if (next?.giver) this.#evict(next.giver)
    return next?.pool ?? null
  }

  #refill(pool: LanguagePool): void {
    pool.filling++
    const refill = this.#fill(pool).finally(() => {
      pool.filling--
      this.#refills.delete(refill)
      this.#balance()
    })
    this.#refills.add(refill)
  }

  async #fill(pool: LanguagePool): Promise<void> {
    try {
      const sandbox = await this.#factory.create(pool.shape)
      if (this.#closed || this.#languages.get(pool.shape.packId) !== pool) await sandbox.destroy()
      else this.#keep(sandbox, pool)
    } catch (error) {
      pool.retryAt = this.#now() + RETRY_AFTER_MS
      this.#log.warn({ err: error, language: pool.shape.packId }, "can't create a warm sandbox")
    }
  }

  /** Drops a sandbox whose agent dies while it waits; the next balance makes another. */
  #keep(sandbox: Sandbox, pool: LanguagePool): void {
    pool.warm.push(sandbox)
    this.#preparations.proceed()
    void sandbox.agent.lost.then(() => this.#drop(sandbox))
  }

  /** Removes a sandbox if it still waits. */
  #drop(sandbox: Sandbox): void {
    const warm = this.#languages.get(sandbox.shape.packId)?.warm ?? []
    const at = warm.indexOf(sandbox)
    if (at === -1) return
    warm.splice(at, 1)
    void this.#removals.add(sandbox)
  }

  #evictOne(): boolean {
    const pools = [...this.#languages.values()]
    const coldest = withSpare(pools) ?? byUse(pools).findLast(({ warm }) => warm.length > 0)
    return coldest !== undefined && this.#evict(coldest)
  }

  #evict(pool: LanguagePool): boolean {
    const sandbox = giveUp(pool)
    if (sandbox === undefined) return false
    this.#tell.evicted()
    void this.#removals.add(sandbox)
    return true
  }

  #total(): number {
    return [...this.#languages.values()].reduce((sum, pool) => sum + count(pool), this.#running)
  }
}
