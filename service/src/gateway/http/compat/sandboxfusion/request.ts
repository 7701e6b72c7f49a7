import { type LanguageInfo, type RunRequest } from '@sandrun/shared'
import * as z from 'zod/mini'
import { type FieldNames, toLimits } from '../../../adapted-limits.ts'
import { parseAdapted, refused } from '../../../adapted-run.ts'

/** SandboxFusion's names of the languages (its sandbox/runners/types.py). The first built one is used. */
const LANGUAGES: Readonly<Record<string, readonly string[]>> = {
  // SandboxFusion's Python has numpy, pandas and the like.
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

/** SandboxFusion's modes without a language in Sandrun. */
const MODES = ['go_test', 'D_ut', 'pytest', 'junit', 'kotlin_script', 'jest', 'verilog', 'lean', 'cuda', 'python_gpu']

/** A request from a client of SandboxFusion (its sandbox/server/sandbox_api.py): times in seconds, -1 for no limit. */
export const RunCodeSchema = z.object({
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
  'limits.wallMs': { name: 'run_timeout', unit: 1000 },
  'limits.memoryMb': { name: 'memory_limit_MB', unit: 1 },
  'compileLimits.wallMs': { name: 'compile_timeout', unit: 1000 },
  'files[].path': 'files',
  'files[].content': 'files',
  'collect[]': 'fetch_files',
  collect: 'fetch_files',
}

/** Converts such a body to a run. Throws `invalid-request` with SandboxFusion's name of the field. */
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
    limits: toLimits(FUSION_FIELDS, 'limits', {
      wallMs: asked.run_timeout,
      memoryMb: asked.memory_limit_MB === -1 ? undefined : asked.memory_limit_MB,
    }),
    compileLimits: language.compiled
      ? toLimits(FUSION_FIELDS, 'compileLimits', { wallMs: asked.compile_timeout })
      : undefined,
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

/** Turns `./a` into `a`. */
function belowWork(path: string): string {
  return path.replace(/^\.\//, '')
}
