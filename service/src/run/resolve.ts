import {
  type Compare,
  DEFAULT_COMPILE_LIMITS,
  DEFAULT_RUN_LIMITS,
  type LanguageManifest,
  LIMIT_NAMES,
  type Limits,
  type PartialLimits,
  type RequestFile,
  type RunRequest,
  SandrunError,
  type TerminalSize,
  toBytes,
} from '@sandrun/shared'
import type { Catalog } from '../languages/catalog.ts'
import { expandCommand } from '../languages/command.ts'
import type { LanguagePack } from '../languages/pack.ts'

/** One command, ready for the agent. */
export interface ResolvedPhase {
  argv: string[]
  env: Record<string, string>
  limits: Limits
}

/** One stdin of a run of cases. */
export interface ResolvedCase {
  name: string
  argv: string[]
  stdin: Uint8Array
  expected: string | null
}

/** A request with everything looked up, checked and filled in. */
export interface ResolvedRun {
  pack: LanguagePack
  files: { path: string; content: Uint8Array; executable: boolean }[]
  compile: ResolvedPhase | null
  run: ResolvedPhase
  terminal: TerminalSize | null
  /** Null when the run is no run of cases. */
  cases: ResolvedCase[] | null
  compare: Compare
  stopAtFirstFailure: boolean
  /** Patterns of the files to bring back. */
  collect: readonly string[]
  /** Given whole with the request, or null when it comes live or not at all. */
  stdin: Uint8Array | null
  stopAtOutputLimit: boolean
}

export type SandboxNeeds = Pick<Limits, 'memoryMb' | 'processes' | 'diskMb'>

/** What every program finds, before its language's and its request's own variables. */
const BASE_ENV = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/tmp',
  TMPDIR: '/tmp',
  USER: 'sandbox',
  LOGNAME: 'sandbox',
  LANG: 'C.UTF-8',
  MPLBACKEND: 'Agg',
}

/** Looks everything up in the catalog and checks it against the maximum. Throws a SandrunError that names the field. */
export function resolveRun(request: RunRequest, catalog: Catalog, maximum: Limits): ResolvedRun {
  const pack = catalog.get(request.language)
  const { manifest } = pack
  const files = resolveFiles(request, manifest.file)
  const entry = resolveEntry(request.entry, files, manifest.file)
  const values = {
    entry,
    files: files.map(({ path }) => path),
    extensions: manifest.extensions,
    args: request.args ?? [],
    compileArgs: request.compileArgs ?? [],
  }
  const terminal = request.tty === undefined || request.tty === false ? null : request.tty
  const env = { ...BASE_ENV, ...(terminal !== null && { TERM: 'xterm-256color' }) }
  const limits = resolveLimits([DEFAULT_RUN_LIMITS, manifest.run.limits ?? {}], request.limits, maximum, 'limits')
  const compileDefaults = [DEFAULT_COMPILE_LIMITS, manifest.compile?.limits ?? {}]
  return {
    pack,
    files,
    compile:
      manifest.compile === undefined
        ? null
        : {
            argv: expandCommand(manifest.compile.argv, values),
            env: { ...env, ...manifest.compile.env, ...request.env },
            limits: resolveLimits(compileDefaults, request.compileLimits, maximum, 'compileLimits'),
          },
    run: {
      argv: expandCommand(manifest.run.argv, values),
      env: { ...env, ...manifest.run.env, ...request.env },
      limits,
    },
    terminal,
    cases: resolveCases(request, (args) => expandCommand(manifest.run.argv, { ...values, args })),
    compare: request.compare ?? 'trim',
    stopAtFirstFailure: request.stopAtFirstFailure ?? false,
    collect: request.collect ?? [],
    stdin: request.stdin === undefined ? null : toBytes(request.stdin),
    stopAtOutputLimit: request.onOutputLimit === 'stop',
  }
}

/** A case without arguments of its own has the request's. */
function resolveCases(request: RunRequest, expand: (args: readonly string[]) => string[]): ResolvedCase[] | null {
  const { cases, args = [] } = request
  if (cases === undefined) return null
  const clash = (['stdin', 'tty', 'collect'] as const).find(
    (field) => request[field] !== undefined && request[field] !== false,
  )
  if (clash !== undefined) {
    throw new SandrunError('invalid-request', `"${clash}": does not go with "cases".`, { field: clash })
  }
  return cases.map((one, index) => ({
    name: one.name ?? String(index + 1),
    argv: expand(one.args ?? args),
    stdin: toBytes(one.stdin ?? ''),
    expected: one.expected ?? null,
  }))
}

function resolveFiles(request: RunRequest, defaultName: string): ResolvedRun['files'] {
  if (request.files !== undefined && request.code !== undefined) {
    throw new SandrunError('invalid-request', '"code": give either "code" or "files", not both.', { field: 'code' })
  }
  if (request.files === undefined) {
    const content = toBytes(request.code ?? '')
    if (content.length === 0) throw emptyProgram('code')
    return [{ path: defaultName, content, executable: false }]
  }
  const seen = new Set<string>()
  const folders = new Map<string, string>()
  return request.files.map(({ path, executable = false, ...file }, index) => {
    if (seen.has(path)) {
      const field = `files[${index}].path`
      throw new SandrunError('path-refused', `"${field}": "${path}" is there twice.`, { field })
    }
    seen.add(path)
    for (const folder of parents(path)) folders.set(folder, path)
    const below = folders.get(path) ?? parents(path).find((folder) => seen.has(folder))
    if (below !== undefined) {
      const field = `files[${index}].path`
      throw new SandrunError('path-refused', `"${field}": "${path}" would be a file and a folder.`, { field })
    }
    return { path, content: decodeContent(file, index), executable }
  })
}

/** `a` and `a/b` of `a/b/c`. */
function parents(path: string): string[] {
  const names = path.split('/').slice(0, -1)
  return names.map((_name, index) => names.slice(0, index + 1).join('/'))
}

function decodeContent({ content, encoding }: Omit<RequestFile, 'path' | 'executable'>, index: number): Uint8Array {
  if (encoding !== 'base64') return toBytes(content)
  try {
    return toBytes({ base64: content })
  } catch (error) {
    const field = `files[${index}].content`
    throw new SandrunError('invalid-request', `"${field}": is not base64.`, { field, cause: error })
  }
}

function resolveEntry(entry: string | undefined, files: ResolvedRun['files'], defaultName: string): string {
  const paths = files.map(({ path }) => path)
  const [first] = paths
  const chosen = entry ?? (paths.includes(defaultName) ? defaultName : first)
  const file = files.find(({ path }) => path === chosen)
  if (chosen === undefined || file === undefined) {
    throw new SandrunError('path-refused', `"entry": there is no file "${entry}".`, {
      field: 'entry',
      hint: `Name one of: ${paths.slice(0, 10).join(', ')}.`,
    })
  }
  if (file.content.length === 0) throw emptyProgram('files')
  return chosen
}

function emptyProgram(field: string): SandrunError {
  return new SandrunError('empty-program', 'The program is empty.', { field })
}

/** The last one given wins; more than the maximum is an error, never a silent clamp. */
function resolveLimits(
  defaults: readonly PartialLimits[],
  asked: PartialLimits | undefined,
  maximum: Limits,
  field: string,
): Limits {
  for (const name of LIMIT_NAMES) {
    const value = asked?.[name]
    if (value !== undefined && value > maximum[name]) {
      const path = `${field}.${name}`
      throw new SandrunError('limit-too-high', `"${path}": ${value} is more than the maximum, ${maximum[name]}.`, {
        field: path,
      })
    }
  }
  const limits: Limits = { ...DEFAULT_RUN_LIMITS }
  for (const layer of [...defaults, asked ?? {}]) {
    for (const name of LIMIT_NAMES) limits[name] = layer[name] ?? limits[name]
  }
  // The tmpfs is memory too: with more than half of it, full files would end in an out-of-memory kill.
  const half = Math.floor(limits.memoryMb / 2)
  if (limits.diskMb <= half) return limits
  if (asked?.diskMb === undefined) return { ...limits, diskMb: half }
  const path = `${field}.diskMb`
  throw new SandrunError('limit-too-high', `"${path}": ${limits.diskMb} is more than half of "memoryMb", ${half}.`, {
    field: path,
    hint: 'Ask for more memory or less disk.',
  })
}

/** What a sandbox of this language is made with when nothing particular is asked. */
export function warmShape({ compile, run }: LanguageManifest): SandboxNeeds {
  const defaults = [DEFAULT_COMPILE_LIMITS, compile?.limits ?? {}]
  return sandboxNeeds(
    resolveLimits([DEFAULT_RUN_LIMITS, run.limits ?? {}], undefined, DEFAULT_RUN_LIMITS, 'limits'),
    compile === undefined ? null : resolveLimits(defaults, undefined, DEFAULT_COMPILE_LIMITS, 'compileLimits'),
  )
}

/** One sandbox serves both phases, so it begins with the larger of each. */
export function sandboxNeeds(run: Limits, compile: Limits | null): SandboxNeeds {
  return {
    memoryMb: Math.max(run.memoryMb, compile?.memoryMb ?? 0),
    processes: Math.max(run.processes, compile?.processes ?? 0),
    diskMb: run.diskMb,
  }
}
