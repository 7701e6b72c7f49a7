import { Counter, Gauge, type Registry } from 'prom-client'
import type { NodeInfo } from '../ports/node-registry.ts'

/** One series for each living node, and no language: a large cluster stays readable. */
const LABEL_NAMES = ['node', 'host', 'role'] as const

/** The longest name of a host (gethostname(2)). */
const MOST_HOST = 64

type Read = (node: NodeInfo) => number | undefined

/** Name, help, and the value; none for a node that does not report it. */
const GAUGES: readonly (readonly [string, string, Read])[] = [
  ['draining', 'Whether the node takes no more runs.', ({ draining }) => Number(draining)],
  ['running', "A worker's active runs and sessions.", (node) => ofWorker(node, node.running)],
  ['places', 'The most of them.', (node) => ofWorker(node, node.places)],
  ['memory_reserved_bytes', 'Memory that runs have reserved.', ({ counts }) => counts?.reservedBytes],
  ['memory_capacity_bytes', 'Memory that runs may reserve.', ({ counts }) => counts?.capacityBytes],
  ['pool_warm', 'Warm sandboxes.', ({ counts }) => counts?.warm],
]

const COUNTERS: readonly (readonly [string, string, Read])[] = [
  ['runs_total', 'Runs and sessions that have ended.', ({ counts }) => counts?.ended],
  ['pool_hits_total', 'Runs that found a warm sandbox.', ({ counts }) => counts?.hits],
  ['pool_misses_total', 'Runs that found none.', ({ counts }) => counts?.misses],
  ['pool_evictions_total', 'Warm sandboxes that gave way.', ({ counts }) => counts?.evictions],
  ['sandboxes_total', 'Sandboxes that were created.', ({ counts }) => counts?.sandboxes],
]

/** What the nodes of a cluster report about themselves: workers can't be asked. */
export class NodeMetrics {
  readonly #list: () => Promise<readonly NodeInfo[]>
  readonly #metrics: { metric: { reset(): void }; set: (node: NodeInfo) => void }[]

  constructor(registry: Registry, list: () => Promise<readonly NodeInfo[]>) {
    this.#list = list
    const options = (name: string, help: string) => ({
      name: `sandrun_node_${name}`,
      help,
      labelNames: LABEL_NAMES,
      registers: [registry],
    })
    const gauges = GAUGES.map(([name, help, read]) => {
      const metric = new Gauge(options(name, help))
      return { metric, set: (node: NodeInfo) => tell(node, read, (...given) => metric.set(...given)) }
    })
    const counters = COUNTERS.map(([name, help, read]) => {
      const metric = new Counter(options(name, help))
      return { metric, set: (node: NodeInfo) => tell(node, read, (...given) => metric.inc(...given)) }
    })
    this.#metrics = [...gauges, ...counters]
  }

  /** Reads the nodes as they are. While Redis can't be reached, none is known. */
  async refresh(): Promise<void> {
    const nodes = await this.#list().catch(() => [])
    for (const { metric, set } of this.#metrics) {
      metric.reset()
      for (const node of nodes) set(node)
    }
  }
}

type Label = Record<(typeof LABEL_NAMES)[number], string>

function tell(node: NodeInfo, read: Read, set: (label: Label, value: number) => void): void {
  const value = read(node)
  if (value === undefined) return
  // A counter throws for less than 0, and one node's report must not hide the others.
  set({ node: node.id.slice(0, 8), host: node.host.slice(0, MOST_HOST), role: node.role }, Math.max(0, value))
}

const ofWorker = ({ role }: NodeInfo, value: number): number | undefined => (role === 'gateway' ? undefined : value)
