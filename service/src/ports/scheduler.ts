/** Who waits. */
export interface Waiting {
  owner: string
  /** Somebody sits before it. */
  interactive: boolean
}

/** What a run needs of the machine while it runs, and whose it is. */
export interface Demand extends Waiting {
  /** Memory limit of its sandbox, in MiB. */
  memoryMb: number
  /** How many its owner may have running, and waiting. */
  caps: { running: number; queued: number }
}

/** Leave to run. Given back when the sandbox is gone. */
export interface Slot extends Disposable {
  queuedMs: number
}

/** Decides who runs next. */
export interface Scheduler {
  /**
   * Waits for leave to run. `onPosition` hears the place in the queue (1 = next), again whenever it changes; it is
   * never called for a run that need not wait. Throws `queue-full` and `cap-reached` at once, `shutting-down`, or the
   * signal's reason.
   */
  admit(demand: Demand, onPosition: (position: number) => void, signal: AbortSignal): Promise<Slot>

  /** No more runs; those waiting are refused. */
  close(): void
}
