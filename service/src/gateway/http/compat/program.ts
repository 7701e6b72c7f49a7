import { parseOrThrow, type RunRequest, type RunResult, SandrunError, toLossyText, VERDICTS } from '@sandrun/shared'
import * as z from 'zod/mini'
import { type FieldNames, toLimits } from '../../adapted-limits.ts'
import { inNamesOf, parseAdapted } from '../../adapted-run.ts'

const FileSchema = z.object({ name: z.optional(z.string()), path: z.optional(z.string()), content: z.string() })

/** A program in the form of Sandrun's predecessors. Unknown fields are ignored. */
const ProgramSchema = z.object({
  language: z.optional(z.string()),
  version: z.optional(z.string()),
  code: z.optional(z.string()),
  files: z.optional(z.array(FileSchema)),
  stdin: z.optional(z.string()),
  input: z.optional(z.string()),
  args: z.optional(z.array(z.string())),
  env: z.optional(z.record(z.string(), z.string())),
  /** Wall time in milliseconds. */
  timeout: z.optional(z.number()),
})

/** The predecessors' answer for an ended program. Times in ms, memory in KiB. */
const ProgramAnswerSchema = z.object({
  id: z.string(),
  executionId: z.string(),
  language: z.string(),
  version: z.string(),
  /** `error` for all failures: `verdict` says which. */
  status: z.enum(['success', 'error']),
  verdict: z.enum(VERDICTS),
  message: z.string(),
  /** The program's output; if it did not compile, the compiler's. */
  output: z.string(),
  /** Standard error; null when it is empty and the program succeeded. */
  error: z.nullable(z.string()),
  stdout: z.string(),
  stderr: z.string(),
  exitCode: z.nullable(z.int()),
  signal: z.nullable(z.string()),
  executionTime: z.number(),
  cpuTime: z.number(),
  memory: z.number(),
})
/** Their names in /openapi.json. */
export const PROGRAM = { name: 'Program', schema: ProgramSchema }
export const PROGRAM_ANSWER = { name: 'ProgramAnswer', schema: ProgramAnswerSchema }

export type ProgramAnswer = z.infer<typeof ProgramAnswerSchema>

/** What has become of a scheduled program: `finished` has a result, `failed` a sentence that gives the reason. */
const CheckSchema = z.object({
  id: z.string(),
  status: z.enum(['queued', 'running', 'finished', 'failed']),
  result: z.optional(ProgramAnswerSchema),
  error: z.optional(z.string()),
})
export const CHECK = { name: 'ScheduleCheck', schema: CheckSchema }
export type Check = z.infer<typeof CheckSchema>

/** A runner session. */
const RunnerSchema = z.object({
  id: z.string(),
  language: z.optional(z.string()),
  status: z.enum(['ready', 'stopped']),
})
export const RUNNER = { name: 'Runner', schema: RunnerSchema }
export type Runner = z.infer<typeof RunnerSchema>

const FIELDS: FieldNames = { 'limits.wallMs': { name: 'timeout', unit: 1 }, 'files[].path': 'files[].name' }

/** Converts such a body to a run. Throws a SandrunError. */
export function toRunRequest(body: unknown): RunRequest {
  const { files, stdin, input, timeout, ...rest } = parseOrThrow(ProgramSchema, body)
  return parseAdapted({
    ...rest,
    stdin: stdin ?? input ?? '',
    files: files?.map(toFile),
    limits: toLimits(FIELDS, 'limits', { wallMs: timeout }),
  })
}

/** An error about such a body, in its names and numbers. */
export function inProgramNames(error: SandrunError, given?: unknown): SandrunError {
  return inNamesOf(FIELDS, error, given)
}

/** The predecessors' answer for a refused program. */
export function toRefusal(error: SandrunError, _requestId: string, given: unknown): object {
  const { code, message } = inProgramNames(error, given)
  return { error: message, code }
}

export function toAnswer(result: RunResult): ProgramAnswer {
  const { id, language, version, verdict, message } = result
  const phase = result.run ?? result.compile
  const stdout = toLossyText(phase?.stdout ?? '')
  const stderr = toLossyText(phase?.stderr ?? '')
  return {
    id,
    executionId: id,
    language,
    version,
    status: verdict === 'ok' ? 'success' : 'error',
    verdict,
    message,
    output: result.run === undefined ? stdout + stderr : stdout,
    error: stderr !== '' ? stderr : verdict === 'ok' ? null : message,
    stdout,
    stderr,
    exitCode: phase?.exitCode ?? null,
    signal: phase?.signal ?? null,
    executionTime: phase?.wallMs ?? 0,
    cpuTime: phase?.cpuMs ?? 0,
    memory: phase?.memoryKb ?? 0,
  }
}

function toFile({ name, path, content }: z.infer<typeof FileSchema>, index: number): { path: string; content: string } {
  const known = path ?? name
  if (known !== undefined) return { path: known, content }
  const field = `files[${index}].name`
  throw new SandrunError('invalid-request', `"${field}": is missing.`, { field })
}
