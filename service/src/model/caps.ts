import * as z from 'zod/mini'
import type { Capacity } from './capacity.ts'

/** How much of the service one principal may use. */
export interface Caps {
  /** Most runs and sessions at once. */
  running: number
  /** Most waiting runs. */
  queued: number
  runsPerMinute: number
  /** CPU time of all its runs together, in seconds, per day of UTC. */
  cpuSecondsPerDay: number
}

export type CapName = keyof Caps

/** One principal's share of the places: others have room while it waits for its users. */
const RUNNING_SHARE = 1 / 3

/** The operator's caps; by default a share of the places, and too few queue places for one to fill the queue. */
export function resolveCaps(given: PartialCaps, { places }: Pick<Capacity, 'places'>): Caps {
  return {
    running: given.running ?? Math.max(1, Math.floor(places * RUNNING_SHARE)),
    queued: given.queued ?? 100,
    runsPerMinute: given.runsPerMinute ?? Infinity,
    cpuSecondsPerDay: given.cpuSecondsPerDay ?? Infinity,
  }
}

const count = z.optional(z.int().check(z.gte(1)))

/** The caps that differ from the service's own. */
export const CapsSchema = z.strictObject({
  running: count,
  queued: count,
  runsPerMinute: count,
  cpuSecondsPerDay: count,
})

export type PartialCaps = z.infer<typeof CapsSchema>

/** Reads `running=4,queued=20`. Null when any part is invalid. */
export function parseCaps(text: string): PartialCaps | null {
  const parts = text.split(',').filter((part) => part.trim() !== '')
  const entries = parts.map((part) => {
    const [name = '', value = ''] = part.trim().split('=')
    return [name, /^\d+$/.test(value) ? Number(value) : Number.NaN]
  })
  const { success, data } = CapsSchema.safeParse(Object.fromEntries(entries))
  return success ? data : null
}
