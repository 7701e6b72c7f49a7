import { type RunSummary, SandrunError } from '@sandrun/shared'
import type { WebhookStore } from './webhook-store.ts'
import type { EndedJob, JobOrder, JobStore, WaitingJob } from './job-store.ts'

/** The store of a service that has no place to keep jobs: it has none and takes none. */
export class UnavailableJobs implements JobStore {
  readonly webhooks: WebhookStore = { due: () => [], nextAt: () => null, settle() {}, postpone() {} }
  readonly #reason: unknown

  /** `reason`: what kept the real store from opening. */
  constructor(reason: unknown) {
    this.#reason = reason
  }

  add(): void {
    throw new SandrunError('state-unavailable', 'This service has no place to keep a job.', { cause: this.#reason })
  }

  findByKey(): null {
    return null
  }

  order(): JobOrder | null {
    return null
  }

  start(): void {
    this.add()
  }

  end(): void {
    this.add()
  }

  endLost(): number {
    return 0
  }

  waiting(): WaitingJob[] {
    return []
  }

  waitingBytes(): { own: number; all: number } {
    return { own: 0, all: 0 }
  }

  find(): EndedJob | null {
    return null
  }

  list(): RunSummary[] {
    return []
  }

  prune(): void {}

  [Symbol.dispose](): void {}
}
