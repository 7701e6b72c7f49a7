import {
  type LanguageInfo,
  type Limits,
  MINIMUM_MEMORY_MB,
  type PartialLimits,
  type RunRequest,
  SandrunError,
} from '@sandrun/shared'
import * as z from 'zod/mini'
import { type FieldNames, toLimits } from '../../../adapted-limits.ts'
import { looseNumber, parseAdapted, refused } from '../../../adapted-run.ts'

/** Jobe's names of the languages (its app/Libraries, one class each). */
export const JOBE_LANGUAGES: Readonly<Record<string, string>> = {
  c: 'c',
  cpp: 'cpp',
  java: 'java',
  nodejs: 'javascript',
  octave: 'octave',
  pascal: 'pascal',
  php: 'php',
  python2: 'python2',
  python3: 'python',
}

const words = z.nullish(z.array(z.string()))

const ParametersSchema = z.object({
  cputime: looseNumber,
  memorylimit: looseNumber,
  disklimit: looseNumber,
  streamsize: looseNumber,
  numprocs: looseNumber,
  compileargs: words,
  linkargs: words,
  interpreterargs: words,
  runargs: words,
})

/** The body of `PUT /files/:id`: base64. */
export const FileSchema = z.object({ file_contents: z.string() })

/** The body of `POST /runs` (Jobe's app/Libraries/RunSpecifier.php). PHP sends an empty object as an empty list. */
export const RunSchema = z.object({
  run_spec: z.object({
    language_id: z.string(),
    sourcecode: z.string(),
    sourcefilename: z.nullish(z.string()),
    input: z.nullish(z.string()),
    file_list: z.nullish(z.array(z.array(z.union([z.string(), z.boolean()])))),
    parameters: z.nullish(
      z.union([
        ParametersSchema,
        z.pipe(
          z.array(z.unknown()),
          z.transform(() => ({})),
        ),
      ]),
    ),
    debug: z.optional(z.unknown()),
  }),
})

type Parameters = z.infer<typeof ParametersSchema>

/** Jobe's names of the fields of a run. */
export const JOBE_FIELDS: FieldNames = {
  code: 'sourcecode',
  'files[].path': 'file_list',
  'files[].content': 'file_list',
  'args[]': 'runargs',
  args: 'runargs',
  'compileArgs[]': 'compileargs',
  compileArgs: 'compileargs',
  stdin: 'input',
  'limits.cpuMs': { name: 'cputime', unit: 1000 },
  'limits.wallMs': { name: 'cputime', unit: 2000 },
  'limits.memoryMb': { name: 'memorylimit', unit: 1 },
  'limits.fileMb': { name: 'disklimit', unit: 1 },
  'limits.outputKb': { name: 'streamsize', unit: 1024 },
  'limits.processes': { name: 'numprocs', unit: 1 },
}

/** A file that was put earlier, by its id; null when it is missing or gone. */
export type FindFile = (id: string) => Uint8Array | null

/**
 * Converts a request to a run. Throws `invalid-request` with Jobe's name of the field, and `not-found` for a file that
 * must be put first.
 */
export function toRunRequest(
  body: unknown,
  { languages, maximum, findFile }: { languages: readonly LanguageInfo[]; maximum: Limits; findFile: FindFile },
): RunRequest {
  const spec = parse(body)
  const language = findLanguage(spec.language_id, languages)
  const parameters: Parameters = spec.parameters ?? {}
  if ((parameters.interpreterargs ?? []).length > 0) {
    throw refused(
      'interpreterargs',
      'cannot be set here: the interpreter of a language starts the same way for everybody',
    )
  }
  const compileArgs = [...(parameters.compileargs ?? []), ...(parameters.linkargs ?? [])]
  if (compileArgs.length > 0 && !language.compiled) throw refused('compileargs', `${spec.language_id} is not compiled`)
  // Older versions of CodeRunner give this name to every Java program.
  const given = spec.sourcefilename === 'prog.java' ? null : spec.sourcefilename
  const path = given === null || given === undefined || given === '' ? language.file : given
  return parseAdapted({
    language: language.id,
    files: [{ path, content: spec.sourcecode }, ...filesOf(spec.file_list ?? [], findFile)],
    entry: path,
    stdin: spec.input ?? '',
    args: parameters.runargs ?? [],
    compileArgs: language.compiled ? compileArgs : undefined,
    limits: limitsOf(parameters, maximum),
  })
}

type RunSpec = z.infer<typeof RunSchema>['run_spec']

function parse(body: unknown): RunSpec {
  const result = RunSchema.safeParse(body)
  if (result.success) return result.data.run_spec
  const [issue] = result.error.issues
  const field = String(issue?.path.at(-1) ?? 'run_spec')
  throw refused(field, issue?.message ?? 'is not valid')
}

function findLanguage(name: string, languages: readonly LanguageInfo[]): LanguageInfo {
  const id = JOBE_LANGUAGES[name.toLowerCase()]
  const language = languages.find((one) => one.id === id && one.available)
  if (language !== undefined) return language
  throw refused('language_id', `Language '${name}' is not known`)
}

function filesOf(list: readonly (readonly (string | boolean)[])[], findFile: FindFile): object[] {
  return list.map(([id, name]) => {
    if (typeof id !== 'string' || typeof name !== 'string') throw refused('file_list', 'must be pairs of id and name')
    const content = findFile(id)
    if (content === null) {
      throw new SandrunError('not-found', 'One or more of the specified files is missing/unavailable')
    }
    return { path: name, content: Buffer.from(content).toString('base64'), encoding: 'base64' }
  })
}

/** Seconds and MB; 0 means no limit of the client's. The wall time is twice the CPU time, as in Jobe. */
function limitsOf(parameters: Parameters, maximum: Limits): PartialLimits {
  const given = (
    name: 'cputime' | 'memorylimit' | 'disklimit' | 'streamsize' | 'numprocs',
    most: number,
    least = 0,
  ) => {
    const value = parameters[name] ?? 0
    if (value > most) throw refused(name, `exceeds maximum allowed on this server (${most})`)
    if (value === 0) return undefined
    if (value < 0) throw refused(name, 'must be more than 0, or 0 for the default')
    if (value < least) throw refused(name, `must be at least ${least}, or 0 for the default`)
    return value
  }
  const cpu = given('cputime', maximum.cpuMs / 1000)
  const limits = toLimits(JOBE_FIELDS, 'limits', {
    cpuMs: cpu,
    wallMs: cpu,
    memoryMb: given('memorylimit', maximum.memoryMb, MINIMUM_MEMORY_MB),
    fileMb: given('disklimit', maximum.fileMb),
    outputKb: given('streamsize', maximum.outputKb / 1024),
    processes: given('numprocs', maximum.processes),
  })
  return limits.wallMs === undefined ? limits : { ...limits, wallMs: Math.min(limits.wallMs, maximum.wallMs) }
}
