/** A waiting run's owner. */
export interface Waiting {
  owner: string
  /** A person waits for it. */
  interactive: boolean
}

/** What a run needs of the machine, and its owner. */
export interface Demand extends Waiting {
  /** Memory limit of its sandbox, in MiB. */
  memoryMb: number
  /** How many of its owner's runs may be running, and waiting. */
  caps: { running: number; queued: number }
}

/** Permission to run. Dispose of it when the sandbox is gone. */
export interface Slot extends Disposable {
  queuedMs: number
}

/** Permission to use what nobody needs now. Dispose of it when the sandbox is gone. */
export interface SpareSlot extends Disposable {
  /** Whether somebody needs it meanwhile. */
  readonly isWanted: boolean
}

/** Decides which run is next. */
export interface Scheduler {
  /**
   * Waits for permission to run. Calls `onPosition` with the place in the queue (1 = next), and again on every change,
   * but never for a run that need not wait. Throws `queue-full` and `cap-reached` at once, `shutting-down`, or the
   * signal's reason.
   */
  admit(demand: Demand, onPosition: (position: number) => void, signal: AbortSignal): Promise<Slot>

  /**
   * Permission for one more sandbox of a run while nobody waits and a processor is free; null otherwise. It counts
   * towards its owner's running ones.
   */
  spare(demand: Demand): SpareSlot | null

  /** Accepts no more runs; refuses those that wait. */
  close(): void
}
