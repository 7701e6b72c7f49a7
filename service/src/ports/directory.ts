/** Where a client follows a run. */
export interface Follower {
  node: string
  /** One client's following of the run; the next client gets another. */
  link: string
}

/** The facts that every node can look up about a run. */
export interface DirectoryEntry {
  /** Id of the principal whose run it is. */
  owner: string
  language: string
  /** SHA-256 of its resume token, in hex; null when its client can't reconnect. */
  tokenHash: string | null
  follower: Follower
  /** The node that has the run, or had it last; null while it waits. */
  worker: string | null
}

/** Tells where each run is. */
export interface Directory {
  put(run: string, entry: Omit<DirectoryEntry, 'worker'>): Promise<void>

  /** Null for a run that is gone or never existed. */
  find(run: string): Promise<DirectoryEntry | null>

  /** Makes another client the follower. Returns the entry as it is then; null as above. */
  follow(run: string, follower: Follower): Promise<DirectoryEntry | null>

  /** Makes this worker the run's. Returns the entry as it is then; null as above. */
  serve(run: string, worker: string): Promise<DirectoryEntry | null>

  /** Keeps the entry for this much longer, in milliseconds. */
  expire(run: string, ms: number): Promise<void>
}
