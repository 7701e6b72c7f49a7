import { type CollectedFile, fromBytes, type PhaseResult, toBytes } from '@sandrun/shared'
import type { Artefact, Compiled } from '../compile-cache/compiled.ts'
import type { Outcome } from './judge-end.ts'
import type { StepEnd, StepSettings } from './run-steps.ts'

/** The most compiler output to cache, as it is shown on every hit; with more, the compiler runs again. */
const MAX_CACHED_OUTPUT_BYTES = 64 * 1024

/** The outcome of compiling when the cache has the program. */
export function cachedOutcome({ result }: Compiled): Outcome {
  const compile = { ...result, wallMs: 0, cpuMs: 0, memoryKb: 0 }
  return { verdict: 'ok', message: 'It was compiled before.', cached: true, compile }
}

/** Repeats the compiler's output from the cache. Returns its number of bytes. */
export function repeatOutput(
  { result }: Compiled,
  { log, isPaced, consumed }: Pick<StepSettings, 'log' | 'isPaced' | 'consumed'>,
): number {
  log.append({ type: 'phase', name: 'compile', cached: true })
  log.beginPhase(outputBytes(result))
  for (const channel of ['stdout', 'stderr'] as const) {
    const bytes = toBytes(result[channel])
    if (bytes.length > 0) log.appendOutput(channel, bytes)
    if (!isPaced) consumed(bytes.length)
  }
  return outputBytes(result)
}

/** Whether a compiler's output is whole and small enough to cache. */
export function isCacheable(result: PhaseResult): boolean {
  const { stdout, stderr } = result.truncated
  return stdout + stderr === 0 && outputBytes(result) <= MAX_CACHED_OUTPUT_BYTES
}

function outputBytes({ stdout, stderr }: Pick<PhaseResult, 'stdout' | 'stderr'>): number {
  return toBytes(stdout).length + toBytes(stderr).length
}

export interface CompiledFiles {
  /** The files to put back; empty when they are not known in full. */
  files: Artefact[]
  /** Nothing is where the pack says that compiling puts it. */
  isNone: boolean
}

/**
 * What compiling made, from the files collected for these patterns. `emptied` are files that were made empty before, in
 * which compiling may have written nothing.
 */
export function toCompiledFiles(
  end: StepEnd,
  patterns: readonly string[],
  emptied: ReadonlySet<string>,
): CompiledFiles {
  if (end.type !== 'collected') return { files: [], isNone: false }
  const isUntouched = ({ path, content }: Artefact): boolean => content.length === 0 && emptied.has(path)
  const isNone = end.unmatched.length === patterns.length || (!end.leftOut && end.files.every(isUntouched))
  return { files: end.leftOut ? [] : end.files, isNone: patterns.length > 0 && isNone }
}

/** A file of the sandbox in its form for the result: text if it is UTF-8. */
export function toCollectedFile({ path, content, executable }: Artefact): CollectedFile {
  const text = fromBytes(content)
  return typeof text === 'string'
    ? { path, content: text, encoding: 'utf8', executable }
    : { path, content: text.base64, encoding: 'base64', executable }
}
