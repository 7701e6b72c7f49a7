/** A session of a cluster. */
export interface KeptSession {
  id: string
  /** Id of its principal. */
  owner: string
  language: string
  /** The node that has its sandbox. */
  worker: string
}

/** Tells where the sessions of a cluster are: those whose sandbox is ready, on living workers. */
export interface SessionDirectory {
  /** Null for any other id. */
  find(id: string): Promise<KeptSession | null>

  list(owner: string): Promise<KeptSession[]>
}
