import { formatDuration, formatMemory, type PartialLimits, type PhaseResult } from '@sandrun/shared'
import { l10n } from 'vscode'
import type { SandboxRun } from '../run/sandbox-run.ts'

/** The facts of a run besides its progress, one per line: what was sent, its times, limits and network. */
export function runFacts({ plan, start, state }: Pick<SandboxRun, 'plan' | 'start' | 'state'>): string[] {
  const facts: string[] = []
  if (plan !== null) {
    const names = [...plan.sources.keys()]
    const more = names.length > SHOWN_FILES ? [l10n.t('{0} more', names.length - SHOWN_FILES)] : []
    facts.push(l10n.t('Sent: {0}', [...names.slice(0, SHOWN_FILES), ...more].join(', ')))
  }
  if (start !== null) {
    const queuedMs = state.name === 'ended' ? state.result.queuedMs : 0
    if (queuedMs >= 1) facts.push(l10n.t('Queued: {0}', formatDuration(queuedMs)))
    facts.push(l10n.t('Started in: {0}', formatDuration(start.ms - queuedMs)))
  }
  if (state.name === 'ended') {
    const { compile, run } = state.result
    if (compile !== undefined) facts.push(l10n.t('Compiled in: {0}', usage(compile)))
    if (run !== undefined) facts.push(l10n.t('Ran for: {0}', usage(run)))
  }
  if (start?.facts.limits !== undefined) facts.push(l10n.t('At most: {0}', limitWords(start.facts.limits)))
  if (start?.facts.network === 'none') facts.push(l10n.t('Network: none'))
  return facts
}

/** A tooltip has little room. */
const SHOWN_FILES = 10

function usage({ wallMs, cpuMs, memoryKb }: PhaseResult): string {
  return [formatDuration(wallMs), l10n.t('cpu {0}', formatDuration(cpuMs)), formatMemory(memoryKb)].join(' · ')
}

function limitWords({ cpuMs, wallMs, memoryMb, processes }: PartialLimits): string {
  return [
    wallMs !== undefined && formatDuration(wallMs),
    cpuMs !== undefined && l10n.t('cpu {0}', formatDuration(cpuMs)),
    memoryMb !== undefined && formatMemory(memoryMb * 1024),
    processes !== undefined && l10n.t('{0} processes', processes),
  ]
    .filter((words) => words !== false)
    .join(' · ')
}
