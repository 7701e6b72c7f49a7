import {
  BoundedText,
  type LanguageManifest,
  type Limits,
  type MissingLibrary,
  type PhaseResult,
  type SyntaxError,
  type TextOrBase64,
} from '@sandrun/shared'
import { type ExplainedVerdict, judgeDisk, detectOutOfMemory } from './verdict.ts'

/** Where an interpreter reports that it cannot read its program: before anything else. */
const MAX_SYNTAX_ERROR = 8 * 1024

const MAX_LIBRARY_NAME = 100

/** strerror(3) of ENOSPC; then of EFBIG, and strsignal(3) of SIGXFSZ. Some toolchains use small letters. */
const NO_SPACE = '[Nn]o space left on device'
const TOO_LARGE = '[Ff]ile too large|[Ff]ile size limit exceeded'

/** The shell's exit code for a command that crashed with SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE or SIGSEGV. */
const CRASHED: ReadonlySet<number | null> = new Set([132, 133, 134, 135, 136, 139])

/** A phase that ended on its own, and the facts known before. */
export interface EndedPhase {
  result: PhaseResult
  manifest: Pick<LanguageManifest, 'outOfMemory' | 'compilerFailed' | 'syntaxError' | 'missingLibrary' | 'libraries'>
  limits: Limits
  /** The file that was started. */
  entry: string
  /** Both channels are one, stdout. */
  atTerminal: boolean
  /** The languages that have a library which this one lacks. */
  elsewhere: (library: string) => readonly Pick<LanguageManifest, 'id' | 'name'>[]
}

/** A verdict, with facts from the toolchain that a machine can use. */
type Reading = ExplainedVerdict & { syntaxError?: SyntaxError; missingLibrary?: MissingLibrary }

/** Makes a verdict and its message more exact with the toolchain's own messages. */
export function readToolchainMessages(explained: ExplainedVerdict, ended: EndedPhase): Reading {
  const { manifest, limits } = ended
  const named = detectOutOfMemory(explained, errorsOf(ended), manifest.outOfMemory, limits)
  if (named.verdict === 'compile-error') return readCompiler(named, ended)
  return named.verdict === 'runtime-error' ? readRuntime(named, ended) : named
}

function readCompiler(explained: ExplainedVerdict, ended: EndedPhase): Reading {
  const { result, manifest, limits } = ended
  const texts = [textOf(result.stdout), textOf(result.stderr)]
  const disk = nameWantOfDisk(texts, 'Compiling failed', limits)
  if (disk !== null) return disk
  const { compilerFailed } = manifest
  if (compilerFailed !== undefined) {
    for (const text of texts) {
      const words = text.find(compilerFailed)?.[0]
      if (words !== undefined) return { ...explained, message: `The compiler failed: ${words.trim().slice(0, 200)}` }
    }
  }
  if (CRASHED.has(result.exitCode)) return { ...explained, message: 'The compiler failed: it crashed.' }
  return nameMissingLibrary(explained, texts, ended)
}

function readRuntime(explained: ExplainedVerdict, ended: EndedPhase): Reading {
  const { limits, entry } = ended
  const syntaxError = findSyntaxError(ended)
  if (syntaxError !== null) {
    const { file, line } = syntaxError
    const where = file === entry ? `line ${line}` : `${file}, line ${line}`
    return { ...explained, message: `${explained.message.replace(/\.$/, '')}: syntax error, ${where}.`, syntaxError }
  }
  const texts = [errorsOf(ended)]
  return nameWantOfDisk(texts, 'Failed', limits) ?? nameMissingLibrary(explained, texts, ended)
}

/** Tools advise users to install what is missing, which is impossible in a sandbox. */
function nameMissingLibrary(
  explained: ExplainedVerdict,
  texts: readonly BoundedText[],
  { manifest, elsewhere }: EndedPhase,
): Reading {
  const { missingLibrary: pattern, libraries = [] } = manifest
  if (pattern === undefined) return explained
  const found = texts.map((text) => text.find(pattern)?.groups?.['name']).find((one) => one !== undefined)
  if (found === undefined) return explained
  const name = found.slice(0, MAX_LIBRARY_NAME)
  const others = elsewhere(name)
  const there = libraries.length === 0 ? '' : ` It has: ${libraries.join(', ')}.`
  const instead =
    others.length > 0
      ? `, but in ${others.map((other) => other.name).join(' and ')}.`
      : `, which can't fetch libraries and has no screen.${there}`
  return {
    ...explained,
    message: `${explained.message.replace(/\.$/, '')}: "${name}" is not in this sandbox${instead}`,
    missingLibrary: { name, languages: others.map(({ id }) => id) },
  }
}

/** Finds a full disk behind another failure: the files may already be gone. */
function nameWantOfDisk(texts: readonly BoundedText[], who: string, limits: Limits): ExplainedVerdict | null {
  if (texts.some((text) => text.find(TOO_LARGE) !== null)) return judgeDisk('file-size-limit', who, limits)
  return texts.some((text) => text.find(NO_SPACE) !== null) ? judgeDisk('disk-limit', who, limits) : null
}

/** An interpreter reports a syntax error before the program writes anything. */
function findSyntaxError(ended: EndedPhase): SyntaxError | null {
  const { manifest, entry } = ended
  const said = errorOutput(ended)
  if (manifest.syntaxError === undefined || typeof said !== 'string') return null
  const text = new BoundedText(said.slice(0, MAX_SYNTAX_ERROR))
  const { groups } = text.findFirst(manifest.syntaxError) ?? {}
  const line = Number(groups?.['line'])
  if (!Number.isInteger(line)) return null
  const column = Number(groups?.['column'])
  return {
    file: groups?.['file'] ?? entry,
    line,
    column: Number.isInteger(column) ? column : null,
    message: groups?.['message'] ?? '',
  }
}

/** The output with the messages. */
function errorOutput({ result, atTerminal }: EndedPhase): TextOrBase64 {
  return atTerminal ? result.stdout : result.stderr
}

function errorsOf(ended: EndedPhase): BoundedText {
  return textOf(errorOutput(ended))
}

function textOf(output: TextOrBase64): BoundedText {
  return new BoundedText(typeof output === 'string' ? output : '')
}
