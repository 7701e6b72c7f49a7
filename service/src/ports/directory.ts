/** Where a client's end of a run is. */
export interface Follower {
  node: string
  /** One client's following of the run: the next has another. */
  link: string
}

/** What is known of a run wherever it is looked up. */
export interface DirectoryEntry {
  /** Id of the principal whose run it is. */
  owner: string
  language: string
  /** SHA-256 of its resume token, in hex; null where its client can't come back. */
  tokenHash: string | null
  follower: Follower
  /** The node that has it, or had it last; null while it waits. */
  worker: string | null
}

/** Which run is where. */
export interface Directory {
  put(run: string, entry: Omit<DirectoryEntry, 'worker'>): Promise<void>

  /** Null for a run that is gone, or never was. */
  find(run: string): Promise<DirectoryEntry | null>

  /** Another client follows it from now on. Gives back what holds then; null as above. */
  follow(run: string, follower: Follower): Promise<DirectoryEntry | null>

  /** This worker has it. Gives back what holds then; null as above. */
  serve(run: string, worker: string): Promise<DirectoryEntry | null>

  /** It is kept for so long more, in milliseconds. */
  expire(run: string, ms: number): Promise<void>
}
