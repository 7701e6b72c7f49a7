import { formatDuration, formatMemory, type RunResult, type Verdict, type RunProgress } from '@sandrun/shared'
import { l10n } from 'vscode'

/** A run's text in the status bar, with its icon. */
export function statusText(state: RunProgress): { icon: string; text: string } {
  switch (state.name) {
    case 'connecting':
      return { icon: 'sync~spin', text: l10n.t('connecting') }
    case 'queued':
      return { icon: 'clock', text: l10n.t('queued ({0})', state.position) }
    case 'starting':
      return { icon: 'sync~spin', text: l10n.t('starting') }
    case 'compiling':
      return { icon: 'sync~spin', text: l10n.t('compiling') }
    case 'running':
      return state.waiting
        ? { icon: 'keyboard', text: l10n.t('waiting for input') }
        : { icon: 'sync~spin', text: l10n.t('running') }
    case 'reconnecting':
      return { icon: 'sync~spin', text: l10n.t('reconnecting') }
    case 'ended':
      return { icon: state.result.verdict === 'ok' ? 'check' : 'error', text: resultText(state.result) }
    case 'failed':
      return { icon: 'error', text: l10n.t('not run') }
    case 'dropped':
      return { icon: 'circle-slash', text: l10n.t('stopped') }
  }
}

/** `ok · 12 ms · 9 MB` */
function resultText({ verdict, compile, run }: RunResult): string {
  const phase = run ?? compile
  const exit = verdict === 'runtime-error' && phase !== undefined ? exitText(phase) : verdictText(verdict)
  if (phase === undefined) return exit
  return [exit, formatDuration(phase.wallMs), formatMemory(phase.memoryKb)].join(' · ')
}

function exitText({ exitCode, signal }: { exitCode: number | null; signal: string | null }): string {
  return signal ?? l10n.t('exit {0}', exitCode ?? 0)
}

function verdictText(verdict: Verdict): string {
  switch (verdict) {
    case 'ok':
      return l10n.t('ok')
    case 'accepted':
      return l10n.t('accepted')
    case 'wrong-answer':
      return l10n.t('wrong answer')
    case 'runtime-error':
      return l10n.t('runtime error')
    case 'compile-error':
      return l10n.t('compile error')
    case 'cpu-limit':
      return l10n.t('cpu limit')
    case 'wall-limit':
      return l10n.t('time limit')
    case 'idle-limit':
      return l10n.t('idle limit')
    case 'memory-limit':
      return l10n.t('memory limit')
    case 'output-limit':
      return l10n.t('output limit')
    case 'process-limit':
      return l10n.t('process limit')
    case 'disk-limit':
      return l10n.t('disk limit')
    case 'cancelled':
      return l10n.t('stopped')
    case 'worker-lost':
      return l10n.t('worker lost')
    case 'internal-error':
      return l10n.t('internal error')
  }
}
