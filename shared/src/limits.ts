import * as z from 'zod/mini'
import { outsideOf } from './limit-sentences.ts'

/**
 * The limits of a run. Times in milliseconds, sizes in the unit that ends their name (1 Mb here = 1 MiB = 2^20 bytes, 1
 * Kb = 1 KiB), the rest are counts. Every field is a positive integer within ABSOLUTE_MAXIMUM; the service's maximum is
 * checked separately, so that the error can name it.
 */
export interface Limits {
  /** CPU time of the whole sandbox, all processes together. */
  cpuMs: number
  /** Wall time; of an interactive run only the time it is not idle. */
  wallMs: number
  /** How long an interactive run may wait for its user at a time. */
  idleMs: number
  memoryMb: number
  /** How much output the record keeps per channel. The live stream is never cut. */
  outputKb: number
  /** Processes and threads. */
  processes: number
  /** Space of the work directory and /tmp together. */
  diskMb: number
  /** Largest single file. */
  fileMb: number
  openFiles: number
}

export type LimitName = keyof Limits

export const LIMIT_NAMES = [
  'cpuMs',
  'wallMs',
  'idleMs',
  'memoryMb',
  'outputKb',
  'processes',
  'diskMb',
  'fileMb',
  'openFiles',
] as const satisfies readonly LimitName[]

/** The limits of a run if neither the request nor the language pack sets them. */
export const DEFAULT_RUN_LIMITS: Limits = {
  cpuMs: 10_000,
  wallMs: 20_000,
  idleMs: 600_000,
  memoryMb: 256,
  outputKb: 1024,
  processes: 64,
  diskMb: 64,
  fileMb: 16,
  openFiles: 256,
}

/** The same for the compile phase. */
export const DEFAULT_COMPILE_LIMITS: Limits = {
  ...DEFAULT_RUN_LIMITS,
  cpuMs: 30_000,
  wallMs: 60_000,
  memoryMb: 512,
  fileMb: 64,
}

/** The most an operator allows, unless the configuration sets it. */
export const DEFAULT_MAXIMUM_LIMITS: Limits = {
  cpuMs: 60_000,
  wallMs: 300_000,
  idleMs: 3_600_000,
  memoryMb: 2048,
  outputKb: 16_384,
  processes: 512,
  diskMb: 512,
  fileMb: 256,
  openFiles: 4096,
}

/** The least memory Docker accepts for a live update of a container (16 MiB covers runc's own needs). */
export const MINIMUM_MEMORY_MB = 16

/** The most of any limit, whatever the operator allows: an integer of 32 bits. */
export const ABSOLUTE_MAXIMUM = 2 ** 31 - 1

/** A whole number in 32 bits, whose message names the range. */
export function wholeNumber(least: number) {
  const what = outsideOf(least, ABSOLUTE_MAXIMUM)
  return z.int(what).check(z.gte(least, what), z.lte(ABSOLUTE_MAXIMUM, what))
}

const count = wholeNumber(1)

/** A partial set of limits, from a request or a language pack. */
export const LimitsSchema = z.strictObject({
  cpuMs: z.optional(count),
  wallMs: z.optional(count),
  idleMs: z.optional(count),
  memoryMb: z.optional(wholeNumber(MINIMUM_MEMORY_MB)),
  outputKb: z.optional(count),
  processes: z.optional(count),
  diskMb: z.optional(count),
  fileMb: z.optional(count),
  openFiles: z.optional(count),
})

export type PartialLimits = z.infer<typeof LimitsSchema>
