import {
  type Diagnostic,
  findDiagnostics,
  type LanguageInfo,
  type PhaseResult,
  reachedLimit,
  type RunResult,
} from '@sandrun/shared'
import { limitOptionName } from '../command/limit-option.ts'
import { tell } from '../command/message.ts'

/** Prints on standard error what the program's own output and code do not show. */
export function reportEnd(result: RunResult): void {
  const { verdict, run, missingLibrary } = result
  const saysItself = verdict === 'ok' || (verdict === 'runtime-error' && run?.signal === null)
  if (!saysItself || missingLibrary !== undefined) tell(result.message)
  for (const id of missingLibrary?.languages ?? []) tell(`To run it with that language: -l ${id}`)
  const limit = reachedLimit(result)
  if (limit !== null) {
    const option = limit.phase === 'compile' ? '--compile-limit' : '--limit'
    tell(`To raise the limit, up to the service's maximum: ${option} ${limitOptionName(limit.name)}=…`)
  }
  for (const warning of result.warnings) tell(warning)
}

/** `--time`: one line per phase. */
export function reportTimes(result: RunResult): void {
  for (const phase of ['compile', 'run'] as const) {
    const facts = result[phase]
    if (facts === undefined) continue
    const { wallMs, cpuMs, memoryKb } = facts
    process.stderr.write(
      `${phase.padEnd(8)}${wallMs.toFixed(1)} ms, cpu ${cpuMs.toFixed(1)} ms, memory ${(memoryKb / 1024).toFixed(1)} MB\n`,
    )
  }
}

/** `--json`: the service's result, and the places in the program's files that messages name. */
export function resultAsJson(result: RunResult, { diagnostics }: LanguageInfo): string {
  const found: Diagnostic[] = [result.compile, result.run].flatMap((phase) =>
    findDiagnostics(diagnostics, `${textOf(phase, 'stderr')}${textOf(phase, 'stdout')}`),
  )
  return `${JSON.stringify({ ...result, diagnostics: found }, null, 2)}\n`
}

/** Output that is not text has no messages. */
function textOf(phase: PhaseResult | undefined, channel: 'stdout' | 'stderr'): string {
  const output = phase?.[channel]
  return typeof output === 'string' ? output : ''
}
