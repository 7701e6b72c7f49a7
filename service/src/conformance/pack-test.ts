import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Diagnostic,
  LimitsSchema,
  PathSchema,
  type RequestFile,
  type RunRequest,
  type RunResult,
  VERDICTS,
  findDiagnostics,
  type TextOrBase64,
  toLossyText,
} from '@sandrun/shared'
import * as z from 'zod/mini'
import { readContext } from '../images/context.ts'
import type { LanguagePack } from '../languages/pack.ts'
import { packFault, parsePackFile } from '../languages/pack-file.ts'

const texts = z.array(z.string())

/** `tests/<case>/case.json`: how to run a program, and what to expect. */
const PackCaseSchema = z.strictObject({
  title: z.string(),
  /** A file of the pack's `samples/` as the program; without it, the files beside `case.json` are. */
  sample: z.optional(z.string()),
  entry: z.optional(PathSchema),
  args: z.optional(texts),
  compileArgs: z.optional(texts),
  stdin: z.optional(z.string()),
  tty: z.optional(z.boolean()),
  /** A dialogue: each answer is sent only after its prompt was seen. */
  interactive: z.optional(z.array(z.strictObject({ expect: z.string(), send: z.string() }))),
  limits: z.optional(LimitsSchema),
  expect: z.strictObject({
    verdict: z.enum(VERDICTS),
    exitCode: z.optional(z.int()),
    signal: z.optional(z.string()),
    messageIncludes: z.optional(texts),
    stdout: z.optional(z.string()),
    stderr: z.optional(z.string()),
    stdoutIncludes: z.optional(texts),
    stderrIncludes: z.optional(texts),
    /** The compiler's output, both channels together. */
    compiler: z.optional(z.string()),
    compilerIncludes: z.optional(texts),
    /** `null`: there must be none. */
    syntaxError: z.optional(z.nullable(z.strictObject({ file: z.string(), line: z.int() }))),
    diagnostic: z.optional(
      z.strictObject({ file: z.string(), line: z.int(), severity: z.optional(z.enum(['error', 'warning'])) }),
    ),
  }),
})

/** `tests/<case>/lacks.json`, instead of a proof that the language can't give: one sentence with the reason. */
const LackSchema = z.strictObject({ reason: z.string().check(z.minLength(1)) })

type PackCaseFile = z.infer<typeof PackCaseSchema>

/** One case of a pack, ready to run. */
export interface PackCase extends Pick<PackCaseFile, 'title' | 'interactive' | 'expect'> {
  name: string
  request: RunRequest
}

/** The `tests/` of a pack. */
export interface PackTests {
  cases: PackCase[]
  /** Folders of missing proofs, with the reasons. */
  lacks: Map<string, string>
}

/** Reads the `tests/` of a pack; without them it has no cases. Errors name the file and the field. */
export async function readPackTests(pack: LanguagePack): Promise<PackTests> {
  const tests: PackTests = { cases: [], lacks: new Map() }
  const folder = join(pack.folder, 'tests')
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  for (const name of names.toSorted()) {
    const path = join(folder, name, 'lacks.json')
    const text = await readFile(path, 'utf8').catch(() => null)
    if (text === null) tests.cases.push(await readCase(pack, name, join(folder, name)))
    else tests.lacks.set(name, parsePackFile(LackSchema, text, path).reason)
  }
  return tests
}

/** The same case at a terminal, if its message has a place; null for any other. */
export function atTerminal(packCase: PackCase): PackCase | null {
  const { request, interactive } = packCase
  const { verdict, syntaxError, diagnostic } = packCase.expect
  if (diagnostic === undefined || request.tty !== undefined || interactive !== undefined) return null
  // A terminal joins the channels, and the tool chooses colours and line ends.
  const expect = { verdict, diagnostic, ...(syntaxError !== undefined && { syntaxError }) }
  return { ...packCase, expect, request: { ...request, tty: { cols: 80, rows: 24 } } }
}

/** The differences from the expectations, as sentences; empty if none. */
export function checkCase({ expect }: PackCase, { manifest }: LanguagePack, result: RunResult): string[] {
  const phase = result.run ?? result.compile
  const compiler = `${textOf(result.compile?.stderr)}${textOf(result.compile?.stdout)}`
  const output = `${compiler}${textOf(phase?.stderr)}${textOf(phase?.stdout)}`
  const stdout = textOf(phase?.stdout)
  const stderr = textOf(phase?.stderr)
  const { diagnostic } = expect
  const found = findDiagnostics(manifest.diagnostics ?? [], output)
  return [
    ...differs('verdict', expect.verdict, result.verdict),
    ...differs('exit code', expect.exitCode, phase?.exitCode),
    ...differs('signal', expect.signal, phase?.signal),
    ...differs('stdout', expect.stdout, stdout),
    ...differs('stderr', expect.stderr, stderr),
    ...lacks('message', expect.messageIncludes, result.message),
    ...differs('syntax error', placeOf(expect.syntaxError), placeOf(result.syntaxError ?? null)),
    ...lacks('stdout', expect.stdoutIncludes, stdout),
    ...lacks('stderr', expect.stderrIncludes, stderr),
    ...differs('compiler', expect.compiler, compiler),
    ...lacks('compiler', expect.compilerIncludes, compiler),
    ...(diagnostic === undefined || found.some((one) => isAt(one, diagnostic))
      ? []
      : [`no diagnostic ${JSON.stringify(diagnostic)}, but ${JSON.stringify(found)} in ${JSON.stringify(output)}`]),
  ]
}

async function readCase({ manifest, samples }: LanguagePack, name: string, folder: string): Promise<PackCase> {
  const path = join(folder, 'case.json')
  const { title, interactive, expect, sample, tty, ...rest } = parsePackFile(
    PackCaseSchema,
    await readFile(path, 'utf8'),
    path,
  )
  const code = samples.find(({ file }) => file === sample)?.code
  if (sample !== undefined && code === undefined) {
    throw packFault(path, 'sample', `"sample": there is no file "${sample}" in samples/`)
  }
  const files = code === undefined ? await readProgram(folder) : [{ path: manifest.file, content: code }]
  const request: RunRequest = {
    language: manifest.id,
    ...rest,
    files,
    cache: false,
    ...(tty && { tty: { cols: 80, rows: 24 } }),
  }
  return { name, title, expect, request, ...(interactive !== undefined && { interactive }) }
}

async function readProgram(folder: string): Promise<RequestFile[]> {
  const files = await readContext(folder, ['case.json'])
  return files.map(({ path, content }) => ({ path, content: content.toString() }))
}

function isAt(found: Diagnostic, expected: NonNullable<PackCaseFile['expect']['diagnostic']>): boolean {
  return (
    found.file === expected.file &&
    found.line === expected.line &&
    (expected.severity === undefined || found.severity === expected.severity)
  )
}

/** As text, to compare; undefined when nothing is expected. */
function placeOf(error: { file: string; line: number } | null | undefined): string | undefined {
  if (error === undefined) return undefined
  return error === null ? 'none' : `${error.file}:${error.line}`
}

function differs<T>(what: string, expected: T | undefined, actual: T | undefined): string[] {
  if (expected === undefined || expected === actual) return []
  return [`${what} is ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`]
}

function lacks(what: string, expected: readonly string[] | undefined, actual: string): string[] {
  return (expected ?? [])
    .filter((text) => !actual.includes(text))
    .map((text) => `${what} ${JSON.stringify(actual)} lacks ${JSON.stringify(text)}`)
}

function textOf(output: TextOrBase64 | undefined): string {
  return output === undefined ? '' : toLossyText(output)
}
