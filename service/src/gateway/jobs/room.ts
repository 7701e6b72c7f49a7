import { type RunRequest, SandrunError } from '@sandrun/shared'
import type { Retention } from '../../model/retention.ts'
import type { JobStore } from '../../ports/job-store.ts'

/** When to come again while as many jobs wait as may, in seconds: some of them have begun by then. */
export const RETRY_AFTER_S = 30

/**
 * Rejects with `queue-full` where waiting jobs would take too much. Programs that wait are on the disk: they have the same
 * budget as what is kept of those that ended.
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

/** About what it takes in the store, in bytes: of its texts exactly. */
function bytesOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (typeof value !== 'object' || value === null) return 1
  return Object.entries(value).reduce((sum, [key, one]) => sum + key.length + bytesOf(one), 0)
}
