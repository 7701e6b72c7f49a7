import * as z from 'zod/mini'
import { ErrorBodySchema } from './error-codes.ts'
import { PHASES, RunResultSchema, VERDICTS } from './run-result.ts'

/** Where a run is. `queued` includes everything before it has a sandbox. */
export const RUN_STATES = ['queued', 'running', 'ended'] as const
export type RunState = (typeof RUN_STATES)[number]

/** One line of the list of runs. */
export const RunSummarySchema = z.object({
  id: z.string(),
  language: z.string(),
  state: z.enum(RUN_STATES),
  /** For a run that has ended with a result. */
  verdict: z.optional(z.enum(VERDICTS)),
  /** RFC 3339, UTC. */
  createdAt: z.string(),
})

/** When each piece of a channel came. The whole list is in order of arrival, over both channels and all phases. */
export const TimelineEntrySchema = z.object({
  order: z.int(),
  /** Milliseconds since the run got its sandbox. */
  atMs: z.number(),
  phase: z.enum(PHASES),
  channel: z.enum(['stdout', 'stderr']),
  /** Of its first byte in the channel, over all phases. */
  offset: z.int(),
  /** In bytes. */
  length: z.int(),
})

/** The record of a run: its state, and at the end its result, or why it never began. */
export const RunRecordSchema = z.extend(RunSummarySchema, {
  result: z.optional(RunResultSchema),
  error: z.optional(ErrorBodySchema),
  timeline: z.array(TimelineEntrySchema),
})

/** One page of a principal's runs, newest first. `cursor` asks for the next; the last page has none. */
export const RunListSchema = z.object({ runs: z.array(RunSummarySchema), cursor: z.optional(z.string()) })

export type RunSummary = z.infer<typeof RunSummarySchema>
export type TimelineEntry = z.infer<typeof TimelineEntrySchema>
export type RunRecord = z.infer<typeof RunRecordSchema>
export type RunList = z.infer<typeof RunListSchema>
