import type { LanguageInfo } from '@sandrun/shared'

/** What a worker has counted since it started, and its memory. */
export interface NodeCounts {
  /** Runs and sessions that have ended. */
  ended: number
  /** Sandboxes that were taken: warm ones, and others. */
  hits: number
  misses: number
  /** Warm sandboxes that gave way to others. */
  evictions: number
  /** Sandboxes that were created. */
  sandboxes: number
  warm: number
  /** Memory that runs have reserved, and may reserve. */
  reservedBytes: number
  capacityBytes: number
}

/** What a node reports about itself every second. */
export interface NodeReport {
  role: 'gateway' | 'worker' | 'all'
  /** The host's name, for people. */
  host: string
  version: string
  /** Current runs, and the most possible; a gateway has 0 places. */
  running: number
  places: number
  /** The node accepts no more runs, and ends when its runs have ended. */
  draining: boolean
  /** For a worker. Absent: it has another version. */
  counts?: NodeCounts
}

export interface NodeInfo extends NodeReport {
  id: string
  /** The languages that it can run; a gateway has none. */
  languages: LanguageInfo[]
}

/** Lists the nodes. A node that is not in the list is dead for good, and knows it before the others. */
export interface NodeRegistry {
  /** Rejects with `cluster-unavailable`. */
  list(): Promise<NodeInfo[]>
  /** The ones among these nodes that are in the list, which costs less than the list. Rejects like it. */
  alive(nodes: ReadonlySet<string>): Promise<ReadonlySet<string>>
}

/** This process's place in the cluster. */
export interface Membership {
  /** The node's id; a new one each time it joins. */
  readonly node: string
  /** Whether the cluster could be reached a moment ago. */
  readonly connected: boolean
  /** Milliseconds since the epoch, by the clock that all nodes share. */
  now(): number
}
