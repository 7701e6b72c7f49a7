import * as z from 'zod/mini'
import { TextOrBase64Schema } from './bytes.ts'

/**
 * How a run or a case ended. The first cause wins, by the agent's clock. A case with an expected output ends `accepted`
 * or `wrong-answer` instead of `ok`; a run of cases ends as the first that failed.
 */
export const VERDICTS = [
  'ok',
  'accepted',
  'wrong-answer',
  'runtime-error',
  'compile-error',
  'cpu-limit',
  'wall-limit',
  'idle-limit',
  'memory-limit',
  'output-limit',
  'process-limit',
  'disk-limit',
  'cancelled',
  'worker-lost',
  'internal-error',
] as const

export type Verdict = (typeof VERDICTS)[number]

export const PHASES = ['compile', 'run'] as const
export type PhaseName = (typeof PHASES)[number]

/** How one phase ended. Output is what the record keeps: head and tail within `outputKb`. */
export const PhaseResultSchema = z.object({
  stdout: TextOrBase64Schema,
  stderr: TextOrBase64Schema,
  /** null if a signal ended it. */
  exitCode: z.nullable(z.int()),
  /** A name such as SIGSEGV, or null if it exited on its own. */
  signal: z.nullable(z.string()),
  wallMs: z.number(),
  cpuMs: z.number(),
  memoryKb: z.number(),
  memorySource: z.enum(['rss', 'cgroup']),
  /** Bytes that the record leaves out, per channel; the text marks the gap. */
  truncated: z.object({ stdout: z.int(), stderr: z.int() }),
})

export type PhaseResult = z.infer<typeof PhaseResultSchema>

/**
 * The place where an interpreter could not read the program. Such a program ends `runtime-error`, like one that fails
 * later.
 */
export const SyntaxErrorSchema = z.object({
  /** As the interpreter names it, relative to the work directory. */
  file: z.string(),
  line: z.int(),
  column: z.nullable(z.int()),
  message: z.string(),
})

export type SyntaxError = z.infer<typeof SyntaxErrorSchema>

/** A library that a program needs and that is missing. */
export const MissingLibrarySchema = z.object({
  /** As the program names it. */
  name: z.string(),
  /** The ids of languages that have it and can run the program now. */
  languages: z.array(z.string()),
})

export type MissingLibrary = z.infer<typeof MissingLibrarySchema>

export const CaseResultSchema = z.object({
  name: z.string(),
  verdict: z.enum(VERDICTS),
  message: z.string(),
  run: z.optional(PhaseResultSchema),
  syntaxError: z.optional(SyntaxErrorSchema),
  missingLibrary: z.optional(MissingLibrarySchema),
})

export type CaseResult = z.infer<typeof CaseResultSchema>

/** A file of the program that is returned. */
export const CollectedFileSchema = z.object({
  path: z.string(),
  content: z.string(),
  encoding: z.enum(['utf8', 'base64']),
  executable: z.boolean(),
})

export type CollectedFile = z.infer<typeof CollectedFileSchema>

export const RunResultSchema = z.object({
  id: z.string(),
  language: z.string(),
  version: z.string(),
  verdict: z.enum(VERDICTS),
  /** One plain sentence, with the measured value and the limit. */
  message: z.string(),
  compile: z.optional(PhaseResultSchema),
  run: z.optional(PhaseResultSchema),
  /** For a run with cases, the first case's. */
  syntaxError: z.optional(SyntaxErrorSchema),
  /** The same. */
  missingLibrary: z.optional(MissingLibrarySchema),
  /** Nothing was compiled: `compile` has the compiler's output from when it made this program. */
  cached: z.optional(z.literal(true)),
  /** For a run with cases, in their order; fewer if it stopped at the first failure. */
  cases: z.optional(z.array(CaseResultSchema)),
  /** The files matching `collect`, by path. */
  files: z.optional(z.array(CollectedFileSchema)),
  warnings: z.array(z.string()),
  /** Whether a sandbox was ready. */
  warm: z.boolean(),
  /** Its start: from nothing, a sandbox, or a sandbox with its runtime up. */
  start: z.optional(z.enum(['cold', 'warm', 'prepared'])),
  queuedMs: z.number(),
  /** RFC 3339, UTC. */
  startedAt: z.string(),
})

export type RunResult = z.infer<typeof RunResultSchema>
