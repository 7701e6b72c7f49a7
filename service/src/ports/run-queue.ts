/** A waiting order: the facts that decide its turn, and the rest for its worker to read. */
export interface QueuedOrder {
  id: string
  owner: string
  /** A person waits for it. */
  interactive: boolean
  language: string
  /** How many of its owner's runs may be running, and waiting. */
  caps: { running: number; queued: number }
  /**
   * The most sessions of its owner in all, if it creates one: that counts from now until its claim ends, and has begun
   * once its sandbox is ready.
   */
  sessions?: number
  body: Uint8Array
}

/** A run that this worker may start. */
export interface Claim {
  readonly run: string
  readonly body: Uint8Array
  /**
   * The last step before the program starts; true at most once for each run. False when the worker lost the run because
   * it counted as dead.
   */
  begin(): Promise<boolean>
  /** Gives up the claim before it has begun: another node may have it. */
  release: () => Promise<void>
  /** Ends the claim, whether the run has begun or not. */
  end: () => Promise<void>
}

/** `lost`: the worker died after the run had begun. */
export type QueueState = 'waiting' | 'claimed' | 'begun' | 'ended' | 'lost'

/** Decides which run is next, and that no run starts twice. */
export interface RunQueue {
  /** Rejects with `queue-full`, `cap-reached`, `too-many-sessions`, and `cluster-unavailable` when the queue does not answer soon. */
  submit(order: QueuedOrder): Promise<void>

  /** Their places in the queue, 1 = next; null for runs that do not wait. */
  positions(runs: readonly string[]): Promise<(number | null)[]>

  /** True: the run was waiting, and never starts. False: a worker has it, or had it. */
  withdraw(run: string): Promise<boolean>

  /** The next run that this node can run, in one of these languages; null when there is none. */
  claim(node: string, languages: readonly string[]): Promise<Claim | null>

  /**
   * Calls back when there may be something to claim for a node that found nothing, and every second. Returns a function
   * that stops it.
   */
  onWork(wake: () => void): () => void

  /** Lets other nodes claim what dead nodes had claimed, and counts what those had begun as lost. */
  recover(): Promise<void>

  /** Null for a run that is gone or never existed. */
  state(run: string): Promise<QueueState | null>
}
