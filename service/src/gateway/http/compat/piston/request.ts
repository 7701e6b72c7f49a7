import {
  type LanguageInfo,
  type Limits,
  MINIMUM_MEMORY_MB,
  type PartialLimits,
  type RequestFile,
  type RunRequest,
  SandrunError,
  hasExtension,
} from '@sandrun/shared'
import semver from 'semver'
import * as z from 'zod/mini'
import { type FieldNames, toLimits } from '../../../adapted-limits.ts'
import { parseAdapted } from '../../../adapted-run.ts'

/** For Piston, a missing, null, 0 or negative limit means "not set". */
const amount = (name: string) => z.nullish(z.number(`If specified, ${name} must be a number`))

const FileSchema = z.object({
  name: z.optional(z.string()),
  content: z.string(),
  encoding: z.optional(z.string()),
})

/** A request of Piston's clients (its docs/api-v2.md; see api/src/api/v2.js for its checks and their messages). */
export const PistonRequestSchema = z.object({
  language: z.string('language is required as a string').check(z.minLength(1, 'language is required as a string')),
  version: z.string('version is required as a string').check(z.minLength(1, 'version is required as a string')),
  files: z.array(FileSchema, 'files is required as an array'),
  args: z.nullish(z.array(z.string())),
  stdin: z.nullish(z.string()),
  run_timeout: amount('run_timeout'),
  run_cpu_time: amount('run_cpu_time'),
  run_memory_limit: amount('run_memory_limit'),
  compile_timeout: amount('compile_timeout'),
  compile_cpu_time: amount('compile_cpu_time'),
  compile_memory_limit: amount('compile_memory_limit'),
})

type PistonRequest = z.infer<typeof PistonRequestSchema>

/** Piston's names of the fields of a run. */
export const PISTON_FIELDS: FieldNames = {
  'files[].path': 'files[].name',
  entry: 'files[].name',
  'limits.wallMs': { name: 'run_timeout', unit: 1 },
  'limits.cpuMs': { name: 'run_cpu_time', unit: 1 },
  'limits.memoryMb': { name: 'run_memory_limit', unit: 2 ** -20 },
  'compileLimits.wallMs': { name: 'compile_timeout', unit: 1 },
  'compileLimits.cpuMs': { name: 'compile_cpu_time', unit: 1 },
  'compileLimits.memoryMb': { name: 'compile_memory_limit', unit: 2 ** -20 },
}

/**
 * Converts a Piston request to a run. Throws `invalid-request` in Piston's words for a field of the wrong type, a
 * language or version that is not installed, a limit over `maximum` or too little memory; and the errors of every run.
 */
export function toRunRequest(body: unknown, languages: readonly LanguageInfo[], maximum: Limits): RunRequest {
  const request = parse(body)
  const language = findRuntime(languages, request.language, request.version)
  if (!request.files.some(isSource)) throw refusal('files must include at least one utf8 encoded file')
  const files = nameFiles(request.files, language)
  return parseAdapted({
    language: language.id,
    files,
    entry: files[request.files.findIndex(isSource)]?.path,
    args: request.args ?? [],
    stdin: endLine(request.stdin ?? ''),
    limits: limitsOf(request, 'run', maximum),
    compileLimits: language.compiled ? limitsOf(request, 'compile', maximum) : undefined,
  })
}

/** Piston always ends the last line of stdin, even an empty one (api/src/job.js). */
function endLine(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`
}

function parse(body: unknown): PistonRequest {
  const result = PistonRequestSchema.safeParse(body)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const [field, index, name] = issue?.path ?? []
  if (field === 'files' && name === 'content') throw refusal(`files[${String(index)}].content is required as a string`)
  throw refusal(field === 'args' ? 'args must be an array of strings' : (issue?.message ?? 'invalid request'))
}

/** By name or alias, if it is built; the version is a SemVer range (node-semver). */
function findRuntime(languages: readonly LanguageInfo[], name: string, range: string): LanguageInfo {
  const wanted = name.toLowerCase()
  const found = languages.find(
    ({ id, aliases, version }) =>
      version !== null && (id === wanted || aliases.some((alias) => alias.toLowerCase() === wanted)),
  )
  if (found !== undefined && isVersion(found.version ?? '', range)) return found
  throw refusal(`${name}-${range} runtime is unknown`)
}

function isVersion(installed: string, range: string): boolean {
  const version = semver.coerce(installed)
  return range === '*' || range === installed || (version !== null && semver.satisfies(version, range))
}

/**
 * Piston needs no file names, nor names that the compiler knows: the main file then gets the language's own name. The
 * others get Piston's default names.
 */
function nameFiles(files: PistonRequest['files'], language: LanguageInfo): RequestFile[] {
  const main = files.findIndex(isSource)
  return files.map(({ name, content, encoding }, index) => {
    const known = name !== undefined && (index !== main || hasExtension({ fileName: name }, language))
    const path = known ? name : index === main ? language.file : `file${index}.code`
    if (encoding === 'hex') return { path, content: Buffer.from(content, 'hex').toString('base64'), encoding: 'base64' }
    return { path, content, encoding: encoding === 'base64' ? 'base64' : 'utf8' }
  })
}

/** Only text is compiled; other encodings are data. */
function isSource({ encoding }: PistonRequest['files'][number]): boolean {
  return encoding !== 'base64' && encoding !== 'hex'
}

function limitsOf(request: PistonRequest, stage: 'compile' | 'run', maximum: Limits): PartialLimits {
  const given = (name: 'timeout' | 'cpu_time' | 'memory_limit', most: number, least = 1): number | undefined => {
    const value = Math.ceil(request[`${stage}_${name}`] ?? 0)
    if (value <= 0) return undefined
    if (value > most) throw refusal(`${stage}_${name} cannot exceed the configured limit of ${most}`)
    if (value < least) throw refusal(`${stage}_${name} must be at least ${least}, or -1 for the default`)
    return value
  }
  return toLimits(PISTON_FIELDS, stage === 'run' ? 'limits' : 'compileLimits', {
    wallMs: given('timeout', maximum.wallMs),
    cpuMs: given('cpu_time', maximum.cpuMs),
    memoryMb: given('memory_limit', maximum.memoryMb * 2 ** 20, MINIMUM_MEMORY_MB * 2 ** 20),
  })
}

function refusal(message: string): SandrunError {
  return new SandrunError('invalid-request', message)
}
