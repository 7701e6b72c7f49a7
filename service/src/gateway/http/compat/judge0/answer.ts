import {
  DEFAULT_RUN_LIMITS,
  type PhaseResult,
  type RunRecord,
  type RunResult,
  SandrunError,
  signalNumber,
  type TextOrBase64,
  type Verdict,
} from '@sandrun/shared'
import * as z from 'zod/mini'
import { inNamesOf } from '../../../adapted-run.ts'
import { mergeOutput } from './merge-output.ts'
import { describeStatus, type StatusId, statusOf } from './status.ts'
import { JUDGE0_FIELDS, STACK_KB, type SubmissionSettings } from './submission.ts'

/** An answer without `fields`, or the token alone. Other fields are there when they are asked for. */
export const SubmissionShownSchema = z.looseObject({
  token: z.optional(z.string()),
  stdout: z.nullish(z.string()),
  stderr: z.nullish(z.string()),
  compile_output: z.nullish(z.string()),
  message: z.nullish(z.string()),
  /** Seconds, as text. */
  time: z.nullish(z.string()),
  /** In KiB. */
  memory: z.nullish(z.number()),
  status: z.optional(z.object({ id: z.int(), description: z.string() })),
})

/** The text attributes of a submission: `base64_encoded=true` makes them base64. */
interface SubmissionTexts {
  stdout: TextOrBase64 | null
  stderr: TextOrBase64 | null
  compile_output: TextOrBase64 | null
  message: TextOrBase64 | null
}

/** A submission in Judge0's form (its app/serializers/submission_serializer.rb). */
export interface SubmissionAnswer {
  texts: SubmissionTexts
  values: Readonly<Record<string, unknown>>
}

/** All fields of a submission. `languageName`: the shown name of its language. */
export function toSubmissionAnswer(
  record: RunRecord,
  settings: SubmissionSettings,
  languageName: string,
): SubmissionAnswer {
  const status = statusIn(record)
  const { result } = record
  const phases = phasesOf(result)
  const last = phases.at(-1) ?? result?.compile
  const finishedAt = result === undefined ? null : endOf(result)
  return {
    texts: textsOf(record, settings, last),
    values: {
      token: record.id,
      status,
      status_id: status.id,
      language: { id: settings.language_id, name: languageName },
      created_at: record.createdAt,
      queued_at: record.createdAt,
      started_at: result?.startedAt ?? null,
      finished_at: finishedAt,
      updated_at: finishedAt ?? record.createdAt,
      time: phases.length === 0 ? null : seconds(mean(phases, ({ cpuMs }) => cpuMs)),
      wall_time: phases.length === 0 ? null : seconds(mean(phases, ({ wallMs }) => wallMs)),
      memory: phases.length === 0 ? null : Math.round(mean(phases, ({ memoryKb }) => memoryKb)),
      exit_code: phases.length === 0 ? null : (phases.at(-1)?.exitCode ?? 0),
      exit_signal: signalNumber(phases.at(-1)?.signal ?? null),
      ...shownSettings(settings),
    },
  }
}

function statusIn({ state, result, error }: RunRecord): { id: StatusId; description: string } {
  if (state === 'queued') return describeStatus(1)
  if (state === 'running') return describeStatus(2)
  if (result === undefined || error !== undefined) return describeStatus(13)
  return describeStatus(statusOf(result.verdict, phasesOf(result).at(-1)))
}

/** The run phases of the program: one, or one for each case. */
function phasesOf(result: RunResult | undefined): PhaseResult[] {
  if (result?.cases !== undefined) return result.cases.flatMap(({ run }) => run ?? [])
  return result?.run === undefined ? [] : [result.run]
}

function textsOf(record: RunRecord, settings: SubmissionSettings, last: PhaseResult | undefined): SubmissionTexts {
  const { result } = record
  const ran = phasesOf(result).length > 0
  const isMerged = settings.redirect_stderr_to_stdout === true && result?.run !== undefined
  return {
    stdout: orNull(isMerged ? mergeOutput(record, 'run') : ran ? last?.stdout : ''),
    stderr: orNull(isMerged || !ran ? '' : last?.stderr),
    compile_output: orNull(mergeOutput(record, 'compile')),
    message: messageOf(record, last),
  }
}

/** The status alone describes these; the compiler's own output describes its errors. */
const SAYS_NOTHING: ReadonlySet<Verdict> = new Set(['ok', 'accepted', 'wrong-answer', 'compile-error'])

/** The message, in isolate's words if it has any. */
function messageOf({ result, error }: RunRecord, last: PhaseResult | undefined): string | null {
  if (result === undefined)
    return error === undefined ? null : inNamesOf(JUDGE0_FIELDS, SandrunError.fromBody(error)).message
  const { verdict, compile } = result
  const leftNoProgram = verdict === 'compile-error' && compile?.exitCode === 0
  if (SAYS_NOTHING.has(verdict) && !leftNoProgram) return null
  if (verdict === 'cpu-limit') return 'Time limit exceeded'
  if (verdict === 'wall-limit') return 'Time limit exceeded (wall clock)'
  if (verdict !== 'runtime-error') return result.message
  if (last?.signal) return `Caught fatal signal ${signalNumber(last.signal) ?? last.signal}`
  // One that failed to start has no exit code.
  return last?.exitCode ? `Exited with error status ${last.exitCode}` : result.message
}

function orNull(text: TextOrBase64 | undefined): TextOrBase64 | null {
  return text === undefined || text === '' ? null : text
}

/** When the program ended, by its own clock. */
function endOf({ startedAt, compile, run, cases = [] }: RunResult): string {
  const phases = [compile, run, ...cases.map((one) => one.run)]
  const took = phases.reduce((sum, phase) => sum + (phase?.wallMs ?? 0), 0)
  return new Date(Date.parse(startedAt) + Math.round(took)).toISOString()
}

function mean(phases: readonly PhaseResult[], of: (phase: PhaseResult) => number): number {
  return phases.reduce((sum, phase) => sum + of(phase), 0) / phases.length
}

/** A decimal in Rails' form. */
function seconds(milliseconds: number): string {
  return String(Math.round(milliseconds) / 1000)
}

/** The settings as they applied. Unset ones are the service's defaults, above which a language may be. */
function shownSettings(settings: SubmissionSettings): Record<string, unknown> {
  const { cpuMs, wallMs, memoryMb, processes, fileMb } = DEFAULT_RUN_LIMITS
  const shown = {
    number_of_runs: 1,
    cpu_time_limit: cpuMs / 1000,
    cpu_extra_time: 0,
    wall_time_limit: wallMs / 1000,
    memory_limit: memoryMb * 1024,
    stack_limit: STACK_KB,
    max_processes_and_or_threads: processes,
    max_file_size: fileMb * 1024,
    enable_per_process_and_thread_time_limit: false,
    enable_per_process_and_thread_memory_limit: false,
    redirect_stderr_to_stdout: false,
    enable_network: false,
    compiler_options: null,
    command_line_arguments: null,
    callback_url: null,
  }
  const given = Object.entries(settings).filter(([, value]) => value !== null && value !== undefined)
  return { ...shown, ...Object.fromEntries(given) }
}
