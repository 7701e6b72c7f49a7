import {
  type Compare,
  type LanguageManifest,
  type Limits,
  type RequestFile,
  type RunRequest,
  SandrunError,
  type TerminalSize,
  toBytes,
} from '@sandrun/shared'
import type { Catalog } from '../../languages/catalog.ts'
import { expandCommand } from '../../languages/command.ts'
import type { LanguagePack } from '../../languages/pack.ts'
import { type MaximumLimits, resolvePhaseLimits } from './resolve-limits.ts'
import { asSources } from './source-files.ts'

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
  /** Null when the case has none. */
  stdin: Uint8Array | null
  expected: string | null
}

/** A request with everything looked up, checked and filled in. */
export interface ResolvedRun {
  pack: LanguagePack
  entry: string
  files: { path: string; content: Uint8Array; executable: boolean }[]
  compile: ResolvedPhase | null
  /** The compile arguments of the request. */
  compileArgs: readonly string[]
  run: ResolvedPhase
  terminal: TerminalSize | null
  /** Null unless it is a run of cases. */
  cases: ResolvedCase[] | null
  compare: Compare
  stopAtFirstFailure: boolean
  /** Patterns of the files to bring back. */
  collect: readonly string[]
  /** The whole stdin from the request, or null when it comes live or not at all. */
  stdin: Uint8Array | null
  stopAtOutputLimit: boolean
  /** Whether its sandbox may hold files of earlier runs. */
  filesKept: boolean
  /** Whether compiled files may be stored for other runs, and come from them. */
  cache: boolean
  /** Whether a prepared runtime may run it. */
  prepared: boolean
}

/** The variables of every program, before those of its language and its request. */
export const BASE_ENV: Readonly<Record<string, string>> = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/tmp',
  TMPDIR: '/tmp',
  USER: 'sandbox',
  LOGNAME: 'sandbox',
  LANG: 'C.UTF-8',
  // Without a terminal. Tools that look for one by name complain if TERM is unset.
  TERM: 'dumb',
  MPLBACKEND: 'Agg',
}

/**
 * Looks everything up in the catalog and checks it against the maximum. `filesKept`: the sandbox may already hold the
 * program. Throws a SandrunError that names the field.
 */
export function resolveRun(
  request: RunRequest,
  catalog: Catalog,
  maximum: MaximumLimits,
  filesKept = false,
): ResolvedRun {
  const pack = findPack(request.language, catalog)
  const { manifest } = pack
  const given = resolveFiles(request, manifest.file, filesKept)
  const start = resolveEntry(request.entry, given, manifest, filesKept)
  const { files, entry } = asSources({ files: given, entry: start }, request, manifest)
  const values = {
    entry,
    files: files.map(({ path }) => path),
    extensions: manifest.extensions,
    args: request.args ?? [],
    compileArgs: request.compileArgs ?? [],
  }
  const terminal = request.tty === undefined || request.tty === false ? null : request.tty
  const env = { ...BASE_ENV, ...(terminal !== null && { TERM: 'xterm-256color' }) }
  const limits = resolvePhaseLimits(manifest, request, maximum)
  return {
    pack,
    entry,
    files,
    compile:
      manifest.compile === undefined || limits.compile === null
        ? null
        : {
            argv: expandCommand(manifest.compile.argv, values),
            env: { ...env, ...manifest.compile.env, ...request.env },
            limits: limits.compile,
          },
    compileArgs: values.compileArgs,
    run: {
      argv: expandCommand(manifest.run.argv, values),
      env: { ...env, ...manifest.run.env, ...request.env },
      limits: limits.run,
    },
    terminal,
    cases: resolveCases(request, (args) => expandCommand(manifest.run.argv, { ...values, args })),
    compare: request.compare ?? 'trim',
    stopAtFirstFailure: request.stopAtFirstFailure ?? false,
    collect: request.collect ?? [],
    stdin: request.stdin === undefined ? null : toBytes(request.stdin),
    stopAtOutputLimit: request.onOutputLimit === 'stop',
    filesKept,
    // When files are kept, compiling depends on what happened before.
    cache: request.cache !== false && !filesKept,
    prepared: request.prepared !== false,
  }
}

function findPack(language: string | undefined, catalog: Catalog): LanguagePack {
  if (language !== undefined) return catalog.get(language)
  throw new SandrunError('invalid-request', '"language": is missing.', {
    field: 'language',
    hint: `Languages: ${catalog.packs.map(({ manifest }) => manifest.id).join(', ')}.`,
  })
}

/** A case without arguments gets the request's. */
function resolveCases(request: RunRequest, expand: (args: readonly string[]) => string[]): ResolvedCase[] | null {
  const { cases, args = [] } = request
  if (cases === undefined) return null
  const clash = (['stdin', 'tty', 'collect'] as const).find(
    (field) => request[field] !== undefined && request[field] !== false,
  )
  if (clash !== undefined) {
    throw new SandrunError('invalid-request', `"${clash}": can't be combined with "cases".`, { field: clash })
  }
  return cases.map((one, index) => ({
    name: one.name ?? String(index + 1),
    argv: expand(one.args ?? args),
    stdin: one.stdin === undefined ? null : toBytes(one.stdin),
    expected: one.expected ?? null,
  }))
}

function resolveFiles(request: RunRequest, defaultName: string, filesKept: boolean): ResolvedRun['files'] {
  if (request.files !== undefined && request.code !== undefined) {
    throw new SandrunError('invalid-request', '"code": give either "code" or "files", not both.', { field: 'code' })
  }
  if (request.files === undefined) {
    if (filesKept && request.code === undefined) return []
    const content = toBytes(request.code ?? '')
    if (content.length === 0) throw emptyProgram('code')
    return [{ path: defaultName, content, executable: false }]
  }
  const seen = new Set<string>()
  const folders = new Map<string, string>()
  return request.files.map(({ path, executable = false, ...file }, index) => {
    if (seen.has(path)) {
      const field = `files[${index}].path`
      throw new SandrunError('path-refused', `"${field}": "${path}" appears twice.`, { field })
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

/** `a` and `a/b` for `a/b/c`. */
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

function resolveEntry(
  entry: string | undefined,
  files: ResolvedRun['files'],
  manifest: LanguageManifest,
  filesKept: boolean,
): string {
  const paths = files.map(({ path }) => path)
  const defaultName = manifest.file
  if (filesKept && (paths.length === 0 || (entry !== undefined && !paths.includes(entry)))) return entry ?? defaultName
  const chosen = entry ?? chooseEntry(paths, manifest)
  const file = files.find(({ path }) => path === chosen)
  if (file === undefined) {
    throw new SandrunError('path-refused', `"entry": no file is called "${entry}".`, {
      field: 'entry',
      hint: `Name one of: ${paths.slice(0, 10).join(', ')}.`,
    })
  }
  if (file.content.length === 0) throw emptyProgram('files')
  return chosen
}

/** The language's own file name, else the first file with one of its extensions, else the only file. */
function chooseEntry(paths: readonly string[], { file, extensions, name }: LanguageManifest): string {
  if (paths.includes(file)) return file
  const program = paths.find((path) => extensions.some((extension) => path.endsWith(extension)))
  const chosen = program ?? (paths.length === 1 ? paths[0] : undefined)
  if (chosen !== undefined) return chosen
  throw new SandrunError(
    'invalid-request',
    `"entry": none of the files is a ${name} program (${extensions.join(', ')}).`,
    {
      field: 'entry',
      hint: 'Name the file to run in "entry".',
    },
  )
}

function emptyProgram(field: string): SandrunError {
  return new SandrunError('empty-program', 'The program is empty.', { field })
}
