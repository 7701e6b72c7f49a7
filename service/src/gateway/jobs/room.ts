import { type RunRequest, SandrunError } from '@sandrun/shared'
import type { Retention } from '../../model/retention.ts'
import type { JobStore } from '../../ports/job-store.ts'

/** When to retry while the queue is full, in seconds: some jobs have begun by then. */
export const RETRY_AFTER_S = 30

/**
 * Rejects with `queue-full` when waiting jobs would take too much. Waiting programs are on the disk, with the same
 * budget as the records of ended jobs.
 */
export async function checkRoom(
  { store, retention }: { store: Pick<JobStore, 'waitingBytes'>; retention: Retention },
  principal: string,
  request: RunRequest,
): Promise<void> {
  const size = bytesOf(request)
  const { own, all } = await store.waitingBytes(principal)
  const isOwn = own + size > retention.principalBytes
  if (!isOwn && all + size <= retention.bytes) return
  const limit = Math.floor((isOwn ? retention.principalBytes : retention.bytes) / 2 ** 20)
  throw new SandrunError(
    'queue-full',
    `With this job, ${isOwn ? 'your' : 'all'} waiting jobs would exceed ${limit} MB.`,
    { retryAfter: RETRY_AFTER_S },
  )
}

/** Its approximate size in the store, in bytes; exact for its texts. */
function bytesOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (typeof value !== 'object' || value === null) return 1
  return Object.entries(value).reduce((sum, [key, one]) => sum + key.length + bytesOf(one), 0)
}
