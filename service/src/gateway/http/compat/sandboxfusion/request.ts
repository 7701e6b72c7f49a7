import { type LanguageInfo, type RunRequest } from '@sandrun/shared'
import * as z from 'zod/mini'
import { type FieldNames, parseAdapted, refused } from '../../../adapted-run.ts'

/** What SandboxFusion calls the languages here (its sandbox/runners/types.py). The first that is built is taken. */
const LANGUAGES: Readonly<Record<string, readonly string[]>> = {
  // Its Python has numpy, pandas and the like.
  python: ['python-science', 'python'],
  cpp: ['cpp'],
  nodejs: ['javascript'],
  go: ['go'],
  java: ['java'],
  php: ['php'],
  csharp: ['csharp'],
  bash: ['bash'],
  typescript: ['typescript'],
  sql: ['sql'],
  rust: ['rust'],
  lua: ['lua'],
  R: ['r'],
  perl: ['perl'],
  ruby: ['ruby'],
  scala: ['scala'],
  julia: ['julia'],
  swift: ['swift'],
  racket: ['racket'],
}

/** Modes of its own that have no language here. */
const MODES = ['go_test', 'D_ut', 'pytest', 'junit', 'kotlin_script', 'jest', 'verilog', 'lean', 'cuda', 'python_gpu']

/** What a client of SandboxFusion sends (its sandbox/server/sandbox_api.py): times in seconds, -1 for no limit of its own. */
const RunCodeSchema = z.object({
  code: z.string(),
  language: z.string(),
  stdin: z.nullish(z.string()),
  compile_timeout: z._default(z.number(), 10),
  run_timeout: z._default(z.number(), 10),
  memory_limit_MB: z._default(z.int(), -1),
  files: z._default(z.record(z.string(), z.nullable(z.string())), {}),
  fetch_files: z._default(z.array(z.string()), []),
})

export const FUSION_FIELDS: FieldNames = {
  'limits.wallMs': 'run_timeout',
  'limits.memoryMb': 'memory_limit_MB',
  'compileLimits.wallMs': 'compile_timeout',
  'files[].path': 'files',
  'files[].content': 'files',
  'collect[]': 'fetch_files',
  collect: 'fetch_files',
}

/** The run that such a body asks for. Throws `invalid-request` with SandboxFusion's name of the field. */
export function toRunRequest(body: unknown, languages: readonly LanguageInfo[]): RunRequest {
  const asked = parse(body)
  const language = findLanguage(asked.language, languages)
  const beside = Object.entries(asked.files).flatMap(([path, content]) =>
    content === null ? [] : [{ path: belowWork(path), content, encoding: 'base64' }],
  )
  return parseAdapted({
    language: language.id,
    files: [{ path: language.file, content: asked.code }, ...beside.filter(({ path }) => path !== language.file)],
    entry: language.file,
    stdin: asked.stdin ?? '',
    collect: asked.fetch_files.length === 0 ? undefined : asked.fetch_files.map(belowWork),
    limits: {
      wallMs: toMilliseconds(asked.run_timeout),
      ...(asked.memory_limit_MB !== -1 && { memoryMb: asked.memory_limit_MB }),
    },
    compileLimits: language.compiled ? { wallMs: toMilliseconds(asked.compile_timeout) } : undefined,
  })
}

function parse(body: unknown): z.infer<typeof RunCodeSchema> {
  const result = RunCodeSchema.safeParse(body)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const field = String(issue?.path[0] ?? 'body')
  throw refused(field, issue?.message ?? 'is not valid')
}

function findLanguage(name: string, languages: readonly LanguageInfo[]): LanguageInfo {
  const ids = Object.hasOwn(LANGUAGES, name) ? LANGUAGES[name] : undefined
  for (const id of ids ?? []) {
    const language = languages.find((one) => one.id === id && one.available)
    if (language !== undefined) return language
  }
  const known = Object.keys(LANGUAGES).join(', ')
  const reason = MODES.includes(name)
    ? `"${name}" runs a test framework or tool that this service does not have.`
    : ids === undefined
      ? `Unknown language "${name}".`
      : `${name} is not built on this service.`
  throw refused('language', `${reason} Languages: ${known}.`)
}

/** `./a` is `a`. */
function belowWork(path: string): string {
  return path.replace(/^\.\//, '')
}

/** Part of a millisecond is one. */
function toMilliseconds(seconds: number): number {
  return Math.ceil(seconds * 1000)
}
