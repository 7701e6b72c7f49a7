import { parseOrThrow, type RunRequest, type RunResult, SandrunError, toLossyText } from '@sandrun/shared'
import * as z from 'zod/mini'
import { type FieldNames, inNamesOf, parseAdapted } from '../../adapted-run.ts'

const FileSchema = z.object({ name: z.optional(z.string()), path: z.optional(z.string()), content: z.string() })

/** A program as the services before this one took it. Fields they knew and we do not are passed over. */
const ProgramSchema = z.object({
  language: z.optional(z.string()),
  version: z.optional(z.string()),
  code: z.optional(z.string()),
  files: z.optional(z.array(FileSchema)),
  stdin: z.optional(z.string()),
  input: z.optional(z.string()),
  args: z.optional(z.array(z.string())),
  env: z.optional(z.record(z.string(), z.string())),
  /** Milliseconds on the clock. */
  timeout: z.optional(z.number()),
})

/** What they answered of one that has ended. Times in ms, memory in KiB. */
export interface ProgramAnswer {
  id: string
  executionId: string
  language: string
  version: string
  /** `error` for everything that did not go well: `verdict` says what. */
  status: 'success' | 'error'
  verdict: RunResult['verdict']
  message: string
  /** What it wrote; of one that did not compile, what the compiler wrote. */
  output: string
  /** Standard error; null when there is none and the program went well. */
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

/** The run such a body asks for. Throws a SandrunError. */
export function toRunRequest(body: unknown): RunRequest {
  const { files, stdin, input, timeout, ...rest } = parseOrThrow(ProgramSchema, body)
  return parseAdapted({
    ...rest,
    stdin: stdin ?? input ?? '',
    files: files?.map(toFile),
    // Part of a millisecond is one.
    limits: timeout === undefined ? undefined : { wallMs: Math.ceil(timeout) },
  })
}

/** What they answered of one that could not be met. */
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
