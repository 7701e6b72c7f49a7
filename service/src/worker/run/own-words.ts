import { stripVTControlCharacters } from 'node:util'
import {
  BoundedText,
  type LanguageManifest,
  type Limits,
  type PhaseName,
  type PhaseResult,
  type SyntaxError,
  type TextOrBase64,
} from '@sandrun/shared'
import { type Judgement, judgeDisk, nameWantOfMemory } from './verdict.ts'

/** What is read of each end of a long output: that of a compiler that failed is followed by where in itself. */
const READ_CHARACTERS = 64 * 1024

/** strerror(3) of ENOSPC; then of EFBIG, and strsignal(3) of SIGXFSZ. Some toolchains write them in small letters. */
const NO_SPACE = /no space left on device/i
const TOO_LARGE = /file too large|file size limit exceeded/i

/** The shell's exit code for a command that a signal of a crash ended: SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV. */
const CRASHED: ReadonlySet<number | null> = new Set([132, 133, 134, 135, 136, 139])

/** A phase that has ended by itself, and what was to be known of it before. */
export interface EndedPhase {
  phase: PhaseName
  result: PhaseResult
  manifest: Pick<LanguageManifest, 'outOfMemory' | 'compilerFailed' | 'syntaxError'>
  limits: Limits
  /** The file that was started. */
  entry: string
  /** Both channels are one, stdout. */
  atTerminal: boolean
}

/** A judgement made more exact by what the toolchain says in its own words. */
export function readOwnWords(judgement: Judgement, ended: EndedPhase): Judgement & { syntaxError?: SyntaxError } {
  const { result, manifest, limits } = ended
  const named = nameWantOfMemory(judgement, result.stderr, manifest.outOfMemory, limits)
  if (named.verdict === 'compile-error') return readCompiler(named, ended)
  return named.verdict === 'runtime-error' ? readRuntime(named, ended) : named
}

function readCompiler(judgement: Judgement, { result, manifest, limits }: EndedPhase): Judgement {
  const text = `${bothEnds(result.stdout)}\n${bothEnds(result.stderr)}`
  const disk = nameWantOfDisk(text, 'Compiling failed', limits)
  if (disk !== null) return disk
  const { compilerFailed } = manifest
  const words = compilerFailed === undefined ? undefined : new BoundedText(text).find(compilerFailed)?.[0]
  if (words !== undefined) return { ...judgement, message: `The compiler failed: ${words.trim().slice(0, 200)}` }
  return CRASHED.has(result.exitCode) ? { ...judgement, message: 'The compiler failed: it crashed.' } : judgement
}

function readRuntime(judgement: Judgement, ended: EndedPhase): Judgement & { syntaxError?: SyntaxError } {
  const { result, limits, entry, atTerminal } = ended
  const syntaxError = findSyntaxError(ended)
  if (syntaxError !== null) {
    const { file, line } = syntaxError
    const where = file === entry ? `line ${line}` : `${file}, line ${line}`
    return { ...judgement, message: `${judgement.message.replace(/\.$/, '')}: syntax error, ${where}.`, syntaxError }
  }
  return nameWantOfDisk(bothEnds(atTerminal ? result.stdout : result.stderr), 'Failed', limits) ?? judgement
}

/** Of what failed in another way: files that were full may be gone by now. */
function nameWantOfDisk(text: string, who: string, limits: Limits): Judgement | null {
  if (TOO_LARGE.test(text)) return judgeDisk('file-size-limit', who, limits)
  return NO_SPACE.test(text) ? judgeDisk('disk-limit', who, limits) : null
}

/** An interpreter that cannot read its program says so before the program has said anything. */
function findSyntaxError({ result, manifest, entry, atTerminal }: EndedPhase): SyntaxError | null {
  const said = atTerminal ? result.stdout : result.stderr
  if (manifest.syntaxError === undefined || typeof said !== 'string') return null
  // At a terminal some interpreters write in colours.
  const text = new BoundedText(stripVTControlCharacters(said.slice(0, READ_CHARACTERS)))
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

function bothEnds(output: TextOrBase64): string {
  if (typeof output !== 'string') return ''
  if (output.length <= 2 * READ_CHARACTERS) return output
  return `${output.slice(0, READ_CHARACTERS)}\n${output.slice(-READ_CHARACTERS)}`
}
