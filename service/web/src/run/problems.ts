import {
  type Diagnostic,
  findDiagnostics,
  type LanguageInfo,
  type PhaseResult,
  type RunResult,
  toLossyText,
} from '@sandrun/shared'

/** Nobody reads more than this. */
const MOST_PROBLEMS = 50

/** The places in the program's own files that its compiler or its runtime reports. */
export function problemsIn(
  { verdict, compile, run }: RunResult,
  { diagnostics }: Pick<LanguageInfo, 'diagnostics'>,
  paths: readonly string[],
): Diagnostic[] {
  // If a program ended well, only its compiler counts: the program may print anything.
  const text = [textOf(compile), verdict === 'ok' ? '' : textOf(run)].join('\n')
  const found = findDiagnostics(diagnostics, text)
  return found
    .map((diagnostic) => ({ ...diagnostic, file: diagnostic.file.replace(/^\.\//, '') }))
    .filter(({ file }) => paths.includes(file))
    .slice(0, MOST_PROBLEMS)
}

function textOf(phase: PhaseResult | undefined): string {
  if (phase === undefined) return ''
  return [phase.stdout, phase.stderr].map(toLossyText).join('\n')
}
