import type { CapName } from './caps.ts'

export const CAP_NAMES = [
  'running',
  'queued',
  'runsPerMinute',
  'cpuSecondsPerDay',
] as const satisfies readonly CapName[]
