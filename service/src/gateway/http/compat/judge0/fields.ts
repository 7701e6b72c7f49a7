import { SandrunError, type TextOrBase64, toBytes } from '@sandrun/shared'
import type { SubmissionAnswer } from './answer.ts'

/** The fields of an answer without `fields` (Judge0's app/serializers/submission_serializer.rb). */
const DEFAULT_FIELDS = ['stdout', 'time', 'memory', 'stderr', 'token', 'compile_output', 'message', 'status'] as const

/** Fields of a submission that are not kept: always null. */
const NOT_KEPT = ['source_code', 'stdin', 'expected_output', 'additional_files'] as const

const TEXTS = ['stdout', 'stderr', 'compile_output', 'message'] as const

const VALUES = [
  'token',
  'status',
  'status_id',
  'language',
  'language_id',
  'created_at',
  'queued_at',
  'started_at',
  'finished_at',
  'updated_at',
  'time',
  'wall_time',
  'memory',
  'exit_code',
  'exit_signal',
  'number_of_runs',
  'cpu_time_limit',
  'cpu_extra_time',
  'wall_time_limit',
  'memory_limit',
  'stack_limit',
  'max_processes_and_or_threads',
  'enable_per_process_and_thread_time_limit',
  'enable_per_process_and_thread_memory_limit',
  'max_file_size',
  'compiler_options',
  'command_line_arguments',
  'redirect_stderr_to_stdout',
  'callback_url',
  'enable_network',
] as const

const ALL: readonly string[] = [...NOT_KEPT, ...TEXTS, ...VALUES]

/** How to write an answer. */
export interface Shape {
  fields: readonly string[]
  isBase64: boolean
}

/** Parses `fields`: names separated by commas, or `*`. Throws `invalid-request`. */
export function parseFields(text: string | undefined): readonly string[] {
  const names = (text ?? '').split(',').flatMap((name) => name.trim() || [])
  if (names.length === 0) return DEFAULT_FIELDS
  if (names.includes('*')) return ALL
  const unknown = names.filter((name) => !ALL.includes(name))
  if (unknown.length === 0) return names
  throw new SandrunError('invalid-request', `invalid fields: [${unknown.join(', ')}]`)
}

/** Picks the fields of an answer. Throws `invalid-request` when output is not text and base64 is not requested. */
export function pickFields({ texts, values }: SubmissionAnswer, { fields, isBase64 }: Shape): Record<string, unknown> {
  return Object.fromEntries(
    fields.map((field) => {
      const name = TEXTS.find((known) => known === field)
      return [field, name === undefined ? (values[field] ?? null) : write(texts[name], isBase64)]
    }),
  )
}

function write(text: TextOrBase64 | null, isBase64: boolean): string | null {
  if (text === null) return null
  if (isBase64) return inLines(Buffer.from(toBytes(text)).toString('base64'))
  if (typeof text === 'string') return text
  throw new SandrunError(
    'invalid-request',
    'some attributes for this submission cannot be converted to UTF-8, use base64_encoded=true query parameter',
  )
}

/** Like Ruby's `Base64.encode64`: a line end after every 60 characters, and at the end. */
function inLines(base64: string): string {
  return base64.replaceAll(/.{1,60}/g, '$&\n')
}
