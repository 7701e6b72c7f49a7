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

/** `[Running] sort.py -r < words.txt in Python 3.13.5`, and for a part `[Running] sort.py, lines 3-5 in …` */
export function openingText(plan: RunPlan, version: string): string {
  const what = [plan.command + partWords(plan), companyWords(plan)].filter((words) => words !== '').join(' ')
  return `[${l10n.t('Running')}] ${l10n.t('{0} in {1} {2}', what, plan.language.name, version)}`
}

/** The program counts its lines from there. */
function partWords({ part }: RunPlan): string {
  if (part === undefined) return ''
  if (part.first === part.last) return l10n.t(', line {0}', part.first)
  return l10n.t(', lines {0}-{1}', part.first, part.last)
}

/** `(+ 3 more, 12 KB)`; empty for a program without other files. */
function companyWords({ sources, companionBytes }: RunPlan): string {
  if (sources.size === 1) return ''
  return l10n.t('(+ {0} more, {1})', sources.size - 1, formatMemory(Math.ceil(companionBytes / 1024)))
}

/** A run's end, in one or more lines. */
export function closingText(state: RunProgress): { lines: string[]; good: boolean } {
  if (state.name === 'ended') {
    const { result } = state
    const warnings = result.warnings.map((warning) => `[${l10n.t('Warning')}] ${warning}`)
    return { lines: [...warnings, resultWords(result), ...raisingWords(result)], good: result.verdict === 'ok' }
  }
  if (state.name !== 'failed') return { lines: [`[${l10n.t('Stopped')}]`], good: false }
  const { message, hint } = state.error
  return { lines: [`[${l10n.t('Failed')}] ${message}`, hint].filter((text) => text !== ''), good: false }
}

/** The key to press after the end. */
export function rerunHint(): string {
  return l10n.t('Press Enter or r to run again.')
}

/** How to send input where nobody can type. */
export function answerLinkText(): string {
  return l10n.t('Is the program waiting for input? Press Enter here or click "waiting for input" in the status bar.')
}

/** The name of a terminal that shows this run. */
export function terminalName({ title, state }: { title: string; state: RunProgress }): string {
  const waits = state.name === 'running' && state.waiting
  return waits ? l10n.t('{0} (Sandbox, waiting for input)', title) : l10n.t('{0} (Sandbox)', title)
}

/** The text of the link below a run that has reached a limit that can be raised. */
export function limitLinkText(): string {
  return l10n.t('Change Limits')
}

/** How to raise the limit that a run has reached; empty for any other end. */
function raisingWords(result: RunResult): string[] {
  const limit = reachedLimit(result)
  // Compiling has separate limits, set by the service.
  if (limit?.phase !== 'run') return []
  const example = `{"${result.language}": {"${limit.name}": …}}`
  return [
    `[${l10n.t('Limit')}] ${l10n.t('Raise it with the setting sandrun.limits: {0}', example)}. ${limitLinkText()}`,
  ]
}

function resultWords(result: RunResult): string {
  const { verdict, message, compile, run } = result
  const phase = run ?? compile
  const usage = phase === undefined ? '' : ` ${usageWords(phase, run === undefined ? undefined : compile)}`
  if (verdict === 'cancelled') return `[${l10n.t('Stopped')}]${usage}`
  if (verdict === 'compile-error') return `[${l10n.t('Failed')}] ${l10n.t('does not compile')}${usage}`
  // The service begins its sentence with the same word.
  const reason = message.replace(/^Stopped /, '')
  if (verdict !== 'ok' && verdict !== 'runtime-error') return `[${l10n.t('Stopped')}] ${reason}${usage}`
  return `[${l10n.t('Done')}] ${phase === undefined ? message : exitWords(phase)}${usage}`
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
