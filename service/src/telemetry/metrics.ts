import type { RunResult, SandrunError } from '@sandrun/shared'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { NodeCounts, NodeInfo } from '../ports/node-registry.ts'
import type { RunFacts, RunTelemetry } from '../ports/run-telemetry.ts'
import { usageOf } from '../model/usage.ts'
import { NodeMetrics } from './node-metrics.ts'

/** From a first byte in milliseconds to the longest run. In seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

/** Values that are read on each request for metrics. */
export interface Gauges {
  running: () => number
  queued: () => number
  reservedMb: () => number
  capacityMb: number
  warm: () => readonly (readonly [language: string, sandboxes: number])[]
}

/** The service's counters, named as in Prometheus (prometheus.io/docs/practices/naming). */
export class Metrics implements RunTelemetry {
  readonly #registry = new Registry()
  readonly #runs = this.#counter('sandrun_runs_total', 'Runs that have ended.', ['language', 'verdict'])
  readonly #refusals = this.#counter('sandrun_refusals_total', 'Runs that never started, by error code.', ['code'])
  readonly #cpu = this.#counter('sandrun_run_cpu_seconds_total', 'CPU time of all runs.', ['language'])
  readonly #taken = this.#counter(
    'sandrun_pool_taken_total',
    'Sandboxes taken: warm (hit) or created on demand (miss).',
    ['language', 'result'],
  )
  readonly #starts = this.#counter(
    'sandrun_starts_total',
    'Runs by start: without a sandbox (cold), in a warm sandbox (warm) or in a prepared runtime (prepared).',
    ['language', 'start'],
  )
  readonly #duration = this.#histogram('sandrun_run_seconds', 'Time programs ran, compiling included.', ['language'])
  readonly #wait = this.#histogram('sandrun_queue_wait_seconds', 'Time runs waited for their turn.', [])
  readonly #start = this.#histogram('sandrun_sandbox_start_seconds', 'Time to create a sandbox.', [])
  readonly #evictions = this.#counter('sandrun_pool_evictions_total', 'Warm sandboxes that gave way to others.', [])
  readonly #counts = { hits: 0, misses: 0, evictions: 0, sandboxes: 0 }
  #gauges: Gauges | null = null
  #nodes: NodeMetrics | null = null

  constructor() {
    collectDefaultMetrics({ register: this.#registry })
  }

  get contentType(): string {
    return this.#registry.contentType
  }

  /** The exposition format of Prometheus. */
  async text(): Promise<string> {
    await this.#nodes?.refresh()
    return this.#registry.metrics()
  }

  /** Adds the nodes of a cluster. */
  observeNodes(list: () => Promise<readonly NodeInfo[]>): void {
    this.#nodes = new NodeMetrics(this.#registry, list)
  }

  /** What other nodes of a cluster may know of this worker; null without one. */
  counts(): Omit<NodeCounts, 'ended'> | null {
    if (this.#gauges === null) return null
    const { warm, reservedMb, capacityMb } = this.#gauges
    return {
      ...this.#counts,
      warm: warm().reduce((sum, [, sandboxes]) => sum + sandboxes, 0),
      reservedBytes: reservedMb() * 2 ** 20,
      capacityBytes: capacityMb * 2 ** 20,
    }
  }

  observe(gauges: Gauges): void {
    const { running, queued, reservedMb, capacityMb, warm } = gauges
    this.#gauges = gauges
    this.#gauge('sandrun_running', 'Active runs and sessions, and other sandboxes that run cases.', running)
    this.#gauge('sandrun_queue_length', 'Queued runs.', queued)
    this.#gauge('sandrun_memory_reserved_bytes', 'Memory that runs have reserved.', () => reservedMb() * 2 ** 20)
    this.#gauge('sandrun_memory_capacity_bytes', 'Memory that runs may reserve.', () => capacityMb * 2 ** 20)
    const gauge: Gauge<'language'> = new Gauge({
      name: 'sandrun_pool_warm',
      help: 'Warm sandboxes.',
      labelNames: ['language'],
      registers: [this.#registry],
      collect() {
        for (const [language, count] of warm()) gauge.set({ language }, count)
      },
    })
  }

  ended({ language }: RunFacts, result: RunResult): void {
    const label = { language: language ?? '' }
    const { wallMs, cpuMs } = usageOf(result)
    this.#runs.inc({ ...label, verdict: result.verdict })
    if (result.start !== undefined) this.#starts.inc({ ...label, start: result.start })
    this.#cpu.inc(label, cpuMs / 1000)
    this.#duration.observe(label, wallMs / 1000)
    this.#wait.observe(result.queuedMs / 1000)
  }

  refused(_run: RunFacts, { code }: SandrunError): void {
    this.#refusals.inc({ code })
  }

  taken(language: string, warm: boolean): void {
    this.#counts[warm ? 'hits' : 'misses']++
    this.#taken.inc({ language, result: warm ? 'hit' : 'miss' })
  }

  sandboxStarted(milliseconds: number): void {
    this.#counts.sandboxes++
    this.#start.observe(milliseconds / 1000)
  }

  evicted(): void {
    this.#counts.evictions++
    this.#evictions.inc()
  }

  #counter<T extends string>(name: string, help: string, labelNames: readonly T[]): Counter<T> {
    return new Counter({ name, help, labelNames, registers: [this.#registry] })
  }

  #histogram<T extends string>(name: string, help: string, labelNames: readonly T[]): Histogram<T> {
    return new Histogram({ name, help, labelNames, buckets: BUCKETS, registers: [this.#registry] })
  }

  #gauge(name: string, help: string, value: () => number): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [this.#registry],
      collect: () => gauge.set(value()),
    })
  }
}
