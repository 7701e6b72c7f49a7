import { type RunSummary, SandrunError } from '@sandrun/shared'
import type { WebhookOutbox } from '../../ports/webhook-outbox.ts'
import type { EndedJob, JobOrder, JobStore, StartedJob, WaitingJob } from '../../ports/job-store.ts'

/** The store of a service that cannot keep jobs: it is empty and accepts none. */
export class UnavailableJobs implements JobStore {
  readonly webhooks: WebhookOutbox = {
    claim: async () => [],
    nextInMs: async () => null,
    async settle() {},
    async postpone() {},
  }
  readonly #reason: unknown

  /** `reason`: why the real store did not open, or the SandrunError to answer requests with. */
  constructor(reason: unknown) {
    this.#reason = reason
  }

  async add(): Promise<null> {
    if (this.#reason instanceof SandrunError) throw this.#reason
    throw new SandrunError('state-unavailable', "This service can't store jobs.", { cause: this.#reason })
  }

  async findByKey(): Promise<null> {
    return null
  }

  async order(): Promise<JobOrder | null> {
    return null
  }

  async start(): Promise<void> {
    await this.add()
  }

  async end(): Promise<boolean> {
    await this.add()
    return false
  }

  async takeOverStarted(): Promise<StartedJob[]> {
    return []
  }

  async endLost(): Promise<number> {
    return 0
  }

  async waiting(): Promise<WaitingJob[]> {
    return []
  }

  async waitingBytes(): Promise<{ own: number; all: number }> {
    return { own: 0, all: 0 }
  }

  async find(): Promise<EndedJob | null> {
    return null
  }

  async findCurrent(): Promise<null> {
    return null
  }

  async requestCancel(): Promise<void> {}

  async toCancel(): Promise<string[]> {
    return []
  }

  async list(): Promise<RunSummary[]> {
    return []
  }

  async forget(): Promise<boolean> {
    return false
  }

  async prune(): Promise<void> {}

  [Symbol.dispose](): void {}
}
