import * as z from 'zod/mini'

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

export const CAP_NAMES = [
  'running',
  'queued',
  'runsPerMinute',
  'cpuSecondsPerDay',
] as const satisfies readonly CapName[]

/** The queue alone has an end: without one, a single principal could fill it. */
export const DEFAULT_CAPS: Caps = {
  running: Infinity,
  queued: 100,
  runsPerMinute: Infinity,
  cpuSecondsPerDay: Infinity,
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
