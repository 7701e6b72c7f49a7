import * as z from 'zod/mini'
import type { Capacity } from './capacity.ts'

/** How much of the service one principal may take up. */
export interface Caps {
  /** Runs and sessions at once. */
  running: number
  /** Runs that wait. */
  queued: number
  runsPerMinute: number
  /** CPU time of all its runs together, in seconds, by the day of UTC. */
  cpuSecondsPerDay: number
}

export type CapName = keyof Caps

/** Of what the machine runs at once, one principal has so much: the others find room while it waits for its users. */
const RUNNING_SHARE = 1 / 3

/** What the operator says, else a share of the places there are, and of the queue as much as one could not fill it with. */
export function resolveCaps(given: PartialCaps, { places }: Pick<Capacity, 'places'>): Caps {
  return {
    running: given.running ?? Math.max(1, Math.floor(places * RUNNING_SHARE)),
    queued: given.queued ?? 100,
    runsPerMinute: given.runsPerMinute ?? Infinity,
    cpuSecondsPerDay: given.cpuSecondsPerDay ?? Infinity,
  }
}

const count = z.optional(z.int().check(z.gte(1)))

/** What differs from the service's own caps. */
export const CapsSchema = z.strictObject({
  running: count,
  queued: count,
  runsPerMinute: count,
  cpuSecondsPerDay: count,
})

export type PartialCaps = z.infer<typeof CapsSchema>

/** Reads `running=4,queued=20`. Null when a part of it is none. */
export function parseCaps(text: string): PartialCaps | null {
  const parts = text.split(',').filter((part) => part.trim() !== '')
  const entries = parts.map((part) => {
    const [name = '', value = ''] = part.trim().split('=')
    return [name, /^\d+$/.test(value) ? Number(value) : Number.NaN]
  })
  const { success, data } = CapsSchema.safeParse(Object.fromEntries(entries))
  return success ? data : null
}
