import { setTimeout as delay } from 'node:timers/promises'
import type { Membership } from '../../ports/node-registry.ts'
import type { Reach } from '../../ports/reach.ts'
import { outOfReach } from './redis-membership.ts'

/** A reachable Redis answers well within this, in milliseconds. */
const ANSWER_MS = 5000

export const answeredSoon: Reach = async (ask) => {
  const answered = new AbortController()
  const late = delay(ANSWER_MS, null, { signal: answered.signal }).catch(() => null)
  const refusal = late.then(() => {
    throw outOfReach()
  })
  // It also rejects once there is an answer.
  refusal.catch(() => {})
  try {
    return await Promise.race([ask(), refusal])
  } finally {
    answered.abort()
  }
}

/** The same, and at once while a node knows that it can't reach the cluster. */
export function reachOf(membership: Pick<Membership, 'connected'>): Reach {
  return async (ask) => {
    if (!membership.connected) throw outOfReach()
    return answeredSoon(ask)
  }
}
