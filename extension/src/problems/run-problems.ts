import { type Diagnostic, type DiagnosticPattern, findDiagnostics, type RunResult, toLossyText } from '@sandrun/shared'
import { placeIn, sourceNamed, type Sources } from '../run/sources.ts'
import { type Span, spanOf } from './span.ts'

/** A message about a place in one of the files that were run. */
export interface Problem {
  uri: string
  span: Span
  severity: Diagnostic['severity']
  message: string
}

/** A program's last words say why it failed, and some patterns span many lines. */
const LAST_WORDS_CHARACTERS = 32 * 1024

/**
 * Problems from the compiler in the run's own files and, if the program failed on its own, from its runtime. A program
 * that ended well, or was stopped, may print anything.
 */
export function problemsOf(
  result: Pick<RunResult, 'verdict' | 'compile' | 'run'>,
  patterns: readonly DiagnosticPattern[],
  sources: Sources,
): Problem[] {
  const { verdict, compile, run } = result
  const texts = compile === undefined ? [] : outputsOf(compile)
  if (run !== undefined && verdict === 'runtime-error' && run.signal !== 'SIGINT') {
    texts.push(...outputsOf(run).map((text) => text.slice(-LAST_WORDS_CHARACTERS)))
  }
  const found = texts.flatMap((text) => findDiagnostics(patterns, text)).flatMap((it) => problemFor(it, sources))
  // Patterns may overlap.
  return [...new Map(found.map((problem) => [JSON.stringify(problem), problem])).values()]
}

function problemFor({ file, line, column, severity, message }: Diagnostic, sources: Sources): Problem[] {
  const source = sourceNamed(sources, file)
  if (source === undefined) return []
  return [{ uri: source.uri, span: spanOf(placeIn(source, line, column), source), severity, message }]
}

function outputsOf({ stdout, stderr }: Pick<NonNullable<RunResult['run']>, 'stdout' | 'stderr'>): string[] {
  return [stdout, stderr].map(toLossyText)
}
