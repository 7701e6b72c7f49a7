/** An order as it waits: what decides whose turn it is, and the rest as its worker reads it. */
export interface QueuedOrder {
  id: string
  owner: string
  /** Somebody sits before it. */
  interactive: boolean
  language: string
  /** How many its owner may have running, and waiting. */
  caps: { running: number; queued: number }
  body: Uint8Array
}

/** A run that is a worker's to start. */
export interface Claim {
  readonly run: string
  readonly body: Uint8Array
  /**
   * The last step before its program starts: true once at most, for each run. False when it is no longer this worker's, who
   * was taken for dead.
   */
  begin(): Promise<boolean>
  /** It is over, whether it has begun or not. */
  end: () => Promise<void>
}

/** `lost`: its worker died after it had begun. */
export type QueueState = 'waiting' | 'claimed' | 'begun' | 'ended' | 'lost'

/** Decides who runs next, and that no run starts twice. */
export interface RunQueue {
  /** Rejects with `queue-full`, `cap-reached`, and `cluster-unavailable` when it could not be reached soon. */
  submit(order: QueuedOrder): Promise<void>

  /** Its places in the queue, 1 = next; null for those that wait no more. */
  positions(runs: readonly string[]): Promise<(number | null)[]>

  /** True: it waited, and never starts. False: somebody has it, or had. */
  withdraw(run: string): Promise<boolean>

  /** The next that this node can run, of those languages; null when there is none. */
  claim(node: string, languages: readonly string[]): Promise<Claim | null>

  /** Calls back whenever there may be something to claim. Returns how to stop. */
  onWork(wake: () => void): () => void

  /** Gives what dead nodes had claimed to others, and counts what they had begun as lost. */
  recover(): Promise<void>

  /** Null for a run that is gone, or never was. */
  state(run: string): Promise<QueueState | null>
}
