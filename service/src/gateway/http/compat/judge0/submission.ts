import {
  type LanguageInfo,
  type Limits,
  MINIMUM_MEMORY_MB,
  type PartialLimits,
  type RunRequest,
  splitArguments,
} from '@sandrun/shared'
import * as z from 'zod/mini'
import { type FieldNames, toLimits } from '../../../adapted-limits.ts'
import { looseBase64, looseNumber, parseAdapted, refused } from '../../../adapted-run.ts'
import { languageById } from './languages.ts'
import { type ExtractedFile, extractZip } from './zip.ts'

/** Judge0's maximum for `number_of_runs`. */
export const MAX_RUNS = 20

/** In KiB: every program has this, whatever it asks for. */
export const STACK_KB = 8192

const flag = z.nullish(z.union([z.boolean(), z.stringbool({ truthy: ['true', '1'], falsy: ['false', '0', ''] })]))
const text = z.nullish(z.string())

/** The lasting facts of a submission, besides its outcome. */
const SettingsSchema = z.object({
  language_id: z.pipe(looseNumber, z.number()),
  compiler_options: text,
  command_line_arguments: text,
  number_of_runs: looseNumber,
  cpu_time_limit: looseNumber,
  cpu_extra_time: looseNumber,
  wall_time_limit: looseNumber,
  memory_limit: looseNumber,
  stack_limit: looseNumber,
  max_processes_and_or_threads: looseNumber,
  enable_per_process_and_thread_time_limit: flag,
  enable_per_process_and_thread_memory_limit: flag,
  max_file_size: looseNumber,
  redirect_stderr_to_stdout: flag,
  enable_network: flag,
  callback_url: text,
})

/** A submission from a client of Judge0 (its docs/api/submissions). Both ignore unknown fields. */
export const SubmissionSchema = z.extend(SettingsSchema, {
  source_code: z.nullish(z.string()),
  stdin: text,
  expected_output: text,
  additional_files: text,
})

export type SubmissionSettings = z.infer<typeof SettingsSchema>

/** A submission that can run. */
export interface Submission {
  request: RunRequest
  settings: SubmissionSettings
  callbackUrl: string | null
}

/** Judge0's names of the fields of a run. */
export const JUDGE0_FIELDS: FieldNames = {
  code: 'source_code',
  'files[].path': 'additional_files',
  'files[].content': 'additional_files',
  files: 'additional_files',
  'args[]': 'command_line_arguments',
  args: 'command_line_arguments',
  'compileArgs[]': 'compiler_options',
  compileArgs: 'compiler_options',
  stdin: 'stdin',
  'cases[].stdin': 'stdin',
  'cases[].expected': 'expected_output',
  'limits.cpuMs': { name: 'cpu_time_limit', unit: 1000 },
  'limits.wallMs': { name: 'wall_time_limit', unit: 1000 },
  'limits.memoryMb': { name: 'memory_limit', unit: 1 / 1024 },
  'limits.processes': { name: 'max_processes_and_or_threads', unit: 1 },
  'limits.fileMb': { name: 'max_file_size', unit: 1 / 1024 },
}

export interface SubmissionContext {
  languages: readonly LanguageInfo[]
  maximum: Limits
  isBase64: boolean
}

/** Parses settings that were stored with a job. */
export function parseSettings(note: string): SubmissionSettings {
  return SettingsSchema.parse(JSON.parse(note))
}

/**
 * Converts a submission to a run. Throws `invalid-request` with Judge0's name of the `field`, in its words if it has
 * any: for a missing or invalid value, an unknown language, and features that Sandrun does not have.
 */
export async function parseSubmission(body: unknown, context: SubmissionContext): Promise<Submission> {
  const submission = parse(body)
  const language = findLanguage(submission, context.languages)
  const decode = (value: string | null | undefined, field: string) =>
    value === null || value === undefined ? null : context.isBase64 ? fromBase64(value, field) : toText(value)
  const source = decode(submission.source_code, 'source_code')
  if (source === null || source.content === '') throw refused('source_code', "can't be blank")
  refuseWhatIsNotHere(submission, language)
  const more = submission.additional_files ? await extractZip(submission.additional_files, 'additional_files') : []
  const stdin = decode(submission.stdin, 'stdin')
  const expected = decode(submission.expected_output, 'expected_output')
  const { redirect_stderr_to_stdout: redirect } = submission
  const runs = within(submission, 'number_of_runs', MAX_RUNS) ?? 1
  if (redirect === true && (runs > 1 || expected !== null)) {
    throw refused('redirect_stderr_to_stdout', "can't be combined here with expected_output or with more than one run")
  }
  const one = {
    ...(stdin !== null && { stdin: toStdin(stdin) }),
    ...(expected !== null && { expected: toExpected(expected) }),
  }
  const request = parseAdapted({
    language: language.id,
    files: toFiles(language, source, more),
    entry: language.file,
    args: splitArguments(submission.command_line_arguments ?? ''),
    compileArgs: splitArguments(submission.compiler_options ?? ''),
    limits: limitsOf(submission, context.maximum),
    ...(runs === 1 && expected === null
      ? { stdin: stdin === null ? '' : toStdin(stdin) }
      : { cases: Array.from({ length: runs }, () => one), stopAtFirstFailure: true }),
  })
  const {
    source_code: _source,
    stdin: _stdin,
    expected_output: _expected,
    additional_files: _files,
    ...settings
  } = submission
  return { request, settings: { ...settings, number_of_runs: runs }, callbackUrl: submission.callback_url ?? null }
}

type GivenSubmission = z.infer<typeof SubmissionSchema>

function parse(body: unknown): GivenSubmission {
  const result = SubmissionSchema.safeParse(body)
  if (result.success) return result.data
  const [name] = result.error.issues[0]?.path ?? []
  const field = name === undefined ? 'source_code' : String(name)
  const isMissing = typeof body !== 'object' || body === null || !(field in body)
  throw refused(field, isMissing ? "can't be blank" : field === 'source_code' ? 'is not a text' : 'is not a number')
}

function findLanguage({ language_id: id }: GivenSubmission, languages: readonly LanguageInfo[]): LanguageInfo {
  const language = languageById(languages, id)
  if (language === undefined) throw refused('language_id', `language with id ${id} doesn't exist`)
  return language
}

function refuseWhatIsNotHere(submission: GivenSubmission, language: LanguageInfo): void {
  const never = [
    'enable_network',
    'enable_per_process_and_thread_time_limit',
    'enable_per_process_and_thread_memory_limit',
  ] as const
  for (const field of never) if (submission[field] === true) throw refused(field, 'this option cannot be enabled')
  if (submission.compiler_options && !language.compiled) {
    throw refused('compiler_options', `setting compiler options is not allowed for ${language.name}`)
  }
  within(submission, 'stack_limit', STACK_KB)
}

type NumberField = {
  [K in keyof SubmissionSettings]-?: SubmissionSettings[K] extends number | null | undefined ? K : never
}[keyof SubmissionSettings]

/** A given number, above 0, from a minimum and up to a maximum. */
function within(submission: GivenSubmission, field: NumberField, most: number, least = 0): number | undefined {
  const value = submission[field]
  if (value === null || value === undefined) return undefined
  if (value <= 0) throw refused(field, 'must be greater than 0')
  if (value < least) throw refused(field, `must be greater than or equal to ${least}`)
  if (value > most) throw refused(field, `must be less than or equal to ${most}`)
  return value
}

/** Judge0 uses seconds and KiB; values between two of Sandrun's units are rounded up. */
function limitsOf(submission: GivenSubmission, maximum: Limits): PartialLimits {
  return toLimits(JUDGE0_FIELDS, 'limits', {
    cpuMs: within(submission, 'cpu_time_limit', maximum.cpuMs / 1000),
    wallMs: within(submission, 'wall_time_limit', maximum.wallMs / 1000),
    memoryMb: within(submission, 'memory_limit', maximum.memoryMb * 1024, MINIMUM_MEMORY_MB * 1024),
    processes: within(submission, 'max_processes_and_or_threads', maximum.processes),
    fileMb: within(submission, 'max_file_size', maximum.fileMb * 1024),
  })
}

interface Content {
  content: string
  encoding: 'utf8' | 'base64'
}

function toText(content: string): Content {
  return { content, encoding: 'utf8' }
}

function fromBase64(given: string, field: string): Content {
  const bytes = looseBase64(given)
  if (bytes === null) throw refused(field, 'is not base64')
  return { content: bytes.toString('base64'), encoding: 'base64' }
}

function toStdin({ content, encoding }: Content): string | { base64: string } {
  return encoding === 'utf8' ? content : { base64: content }
}

/** Expected output must be text. */
function toExpected({ content, encoding }: Content): string {
  return encoding === 'utf8' ? content : Buffer.from(content, 'base64').toString()
}

/** The source replaces the archive's file of that name, as in Judge0. */
function toFiles({ file }: LanguageInfo, source: Content, more: readonly ExtractedFile[]): object[] {
  return [{ path: file, ...source }, ...more.filter(({ path }) => path !== file)]
}
