import { type CollectedFile, fromBytes, type PhaseResult, toBytes } from '@sandrun/shared'
import type { Artefact, Compiled } from '../compile-cache/compiled.ts'
import type { Outcome } from './judge-end.ts'
import type { StepEnd } from './run-steps.ts'

/** A compiler that says more than this is asked again: what it said would have to be said again, too. */
const MAX_CACHED_OUTPUT_BYTES = 64 * 1024

/** What compiling comes to where nothing has to be compiled. */
export function cachedOutcome({ result }: Compiled): Outcome {
  const compile = { ...result, wallMs: 0, cpuMs: 0, memoryKb: 0 }
  return { verdict: 'ok', message: 'It was compiled before.', cached: true, compile }
}

/** Whether a compiler's output can be kept and said again. */
export function saysLittle(result: PhaseResult): boolean {
  const { stdout, stderr } = result.truncated
  return stdout + stderr === 0 && outputBytes(result) <= MAX_CACHED_OUTPUT_BYTES
}

export function outputBytes({ stdout, stderr }: Pick<PhaseResult, 'stdout' | 'stderr'>): number {
  return toBytes(stdout).length + toBytes(stderr).length
}

export interface Made {
  /** What can be put back; empty when that is not known in full. */
  files: Artefact[]
  /** There is nothing where its pack says that it comes. */
  isNone: boolean
}

/** What compiling made, of what came when these patterns were asked for. */
export function toMade(end: StepEnd, patterns: readonly string[]): Made {
  if (end.type !== 'collected') return { files: [], isNone: false }
  const isNone = patterns.length > 0 && end.unmatched.length === patterns.length
  return { files: end.leftOut ? [] : end.files, isNone }
}

/** A file of the sandbox as the result has it: text where it is UTF-8. */
export function toCollectedFile({ path, content, executable }: Artefact): CollectedFile {
  const text = fromBytes(content)
  return typeof text === 'string'
    ? { path, content: text, encoding: 'utf8', executable }
    : { path, content: text.base64, encoding: 'base64', executable }
}
