import { parseOrThrow, type RunRequest, type RunResult, SandrunError, toLossyText } from '@sandrun/shared'
import * as z from 'zod/mini'
import { type FieldNames, inNamesOf, parseAdapted } from '../../adapted-run.ts'

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
export interface ProgramAnswer {
  id: string
  executionId: string
  language: string
  version: string
  /** `error` for all failures: `verdict` says which. */
  status: 'success' | 'error'
  verdict: RunResult['verdict']
  message: string
  /** The program's output; if it did not compile, the compiler's. */
  output: string
  /** Standard error; null when it is empty and the program succeeded. */
  error: string | null
  stdout: string
  stderr: string
  exitCode: number | null
  signal: string | null
  executionTime: number
  cpuTime: number
  memory: number
}

const FIELDS: FieldNames = { 'limits.wallMs': 'timeout', 'files[].path': 'files[].name' }

/** Converts such a body to a run. Throws a SandrunError. */
export function toRunRequest(body: unknown): RunRequest {
  const { files, stdin, input, timeout, ...rest } = parseOrThrow(ProgramSchema, body)
  return parseAdapted({
    ...rest,
    stdin: stdin ?? input ?? '',
    files: files?.map(toFile),
    // Round up to whole milliseconds.
    limits: timeout === undefined ? undefined : { wallMs: Math.ceil(timeout) },
  })
}

/** The predecessors' answer for a refused program. */
export function toRefusal(error: SandrunError): object {
  const { code, message } = inNamesOf(FIELDS, error)
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
