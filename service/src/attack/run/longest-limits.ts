import type { PartialLimits } from '@sandrun/shared'
import type { RunClient } from '@sandrun/shared/client'

/** As much time as the service allows a run: an attack on a slow machine needs more than the usual time. */
export function longestLimits({ welcome }: RunClient): PartialLimits {
  const { cpuMs, wallMs, idleMs } = welcome?.limits ?? {}
  return { cpuMs, wallMs, idleMs }
}
