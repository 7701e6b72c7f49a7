import type { Received, ToWorker } from '../../model/link-frame.ts'
import type { Follower } from '../../ports/directory.ts'

/** The queue has already applied the caps. */
export const NO_CAPS = { running: Infinity, queued: Infinity, runsPerMinute: Infinity, cpuSecondsPerDay: Infinity }

/** What a gateway ordered, on this worker: a run or a session. */
export interface Claimed {
  /** Its id in the queue and the directories. */
  readonly id: string
  /** The links that wait for it. */
  readonly followers: Follower[]
  /** Carries it out; never rejects. `isThere` says whether a gateway is alive. */
  execute(isThere: (node: string) => Promise<boolean>): Promise<void>
  /** Handles a gateway's message about it. */
  receive(received: Received<ToWorker>): void
  /** Ends it. */
  cancel(): void
  /** Drops the links of a dead gateway. */
  gatewayDied(node: string): void
}
