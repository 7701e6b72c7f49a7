import type { LanguageInfo } from '@sandrun/shared'

/** What a node says of itself, each second. */
export interface NodeReport {
  role: 'gateway' | 'worker' | 'all'
  /** For people: the host's name. */
  host: string
  version: string
  /** Runs that go on, and how many can; a gateway has no places. */
  running: number
  places: number
  /** It takes no more runs, and ends when those that go on have. */
  draining: boolean
}

export interface NodeInfo extends NodeReport {
  id: string
  /** What it can run; of a gateway nothing. */
  languages: LanguageInfo[]
}

/** Who is there. A node that is not in the list is dead for good, and knows it before anybody else does. */
export interface NodeRegistry {
  /** Rejects with `cluster-unavailable`. */
  list(): Promise<NodeInfo[]>
}

/** The place of this process in the cluster. */
export interface Membership {
  /** Its id; another each time it joins. */
  readonly node: string
  /** Whether the cluster could be reached a moment ago. */
  readonly connected: boolean
  /** Milliseconds since the epoch, by the one clock that all nodes share. */
  now(): number
}
