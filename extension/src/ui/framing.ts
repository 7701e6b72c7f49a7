import {
  formatDuration,
  formatMemory,
  formatSeconds,
  type PhaseResult,
  reachedLimit,
  type RunResult,
  type RunProgress,
} from '@sandrun/shared'
import { l10n } from 'vscode'
import type { RunPlan } from '../run/run-plan.ts'

/** `[Running] sort.py -r < words.txt in Python 3.13.5` */
export function openingWords(plan: RunPlan, version: string): string {
  const what = [plan.command, companyWords(plan)].filter((words) => words !== '').join(' ')
  return `[${l10n.t('Running')}] ${l10n.t('{0} in {1} {2}', what, plan.language.name, version)}`
}

/** `(+ 3 more, 12 KB)`; nothing for a program that runs alone. */
function companyWords({ sources, companionBytes }: RunPlan): string {
  if (sources.size === 1) return ''
  return l10n.t('(+ {0} more, {1})', sources.size - 1, formatMemory(Math.ceil(companionBytes / 1024)))
}

/** How a run ended, a line or more. */
export function closingWords(state: RunProgress): { lines: string[]; good: boolean } {
  if (state.name === 'ended') {
    const { result } = state
    const warnings = result.warnings.map((warning) => `[${l10n.t('Warning')}] ${warning}`)
    return { lines: [...warnings, resultWords(result), ...raiseWords(result)], good: result.verdict === 'ok' }
  }
  if (state.name !== 'failed') return { lines: [`[${l10n.t('Stopped')}]`], good: false }
  const { message, hint } = state.error
  return { lines: [`[${l10n.t('Failed')}] ${message}`, hint].filter((text) => text !== ''), good: false }
}

/** What to press after the end. */
export function rerunHint(): string {
  return l10n.t('Press Enter or r to run again, any other key to close.')
}

function resultWords(result: RunResult): string {
  const { verdict, message, compile, run } = result
  const phase = run ?? compile
  const usage = phase === undefined ? '' : ` ${usageWords(phase, run === undefined ? undefined : compile)}`
  if (verdict === 'cancelled') return `[${l10n.t('Stopped')}]${usage}`
  if (verdict === 'compile-error') return `[${l10n.t('Failed')}] ${l10n.t('does not compile')}${usage}`
  if (verdict !== 'ok' && verdict !== 'runtime-error') return `[${l10n.t('Stopped')}] ${withoutSaying(message)}${usage}`
  return `[${l10n.t('Done')}] ${phase === undefined ? message : exitWords(phase)}${usage}`
}

/** `after 2 s (limit 2 s).`, where the tag has said that it was stopped. */
function withoutSaying(message: string): string {
  return message.replace(/^Stopped (?=after|for)/, '')
}

/** Where a limit is raised: none of a compiler's has a setting. */
function raiseWords(result: RunResult): string[] {
  const limit = reachedLimit(result)
  return limit?.phase === 'run' ? [l10n.t('Raise it with {0} in the setting {1}.', limit.name, 'sandrun.limits')] : []
}

function exitWords({ exitCode, signal, wallMs }: PhaseResult): string {
  const seconds = formatSeconds(wallMs)
  if (signal !== null) return l10n.t('ended by {0} after {1} seconds', signal, seconds)
  return l10n.t('exited with code={0} in {1} seconds', exitCode ?? 0, seconds)
}

function usageWords({ cpuMs, memoryKb }: PhaseResult, compile: PhaseResult | undefined): string {
  const words = [l10n.t('cpu {0}', formatDuration(cpuMs)), l10n.t('memory {0}', formatMemory(memoryKb))]
  if (compile !== undefined) words.push(l10n.t('compiled in {0}', formatDuration(compile.wallMs)))
  return `(${words.join(', ')})`
}
