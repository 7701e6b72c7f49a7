/**
 * Asks the store that the nodes of a cluster share. Rejects with `cluster-unavailable` when it does not answer soon; it
 * may still do what it was told.
 */
export type Reach = <T>(ask: () => Promise<T>) => Promise<T>
