import {
  formatDuration,
  formatMemory,
  type PhaseResult,
  reachedLimit,
  type RunResult,
  type Verdict,
} from '@sandrun/shared'
import type { RunState } from './run-state.ts'

/** A run's state: the colour of its mark, the verdict in a word or two, and a sentence if it adds something. */
export interface RunDescription {
  tone: 'idle' | 'busy' | 'good' | 'bad' | 'neutral'
  title: string
  detail: string
}

const WAITING: RunDescription = { tone: 'busy', title: 'Waiting for input', detail: 'Type into the terminal.' }

/** The page's words for a run. */
export function describeRun(state: RunState): RunDescription {
  switch (state.name) {
    case 'idle':
      return { tone: 'idle', title: 'Ready', detail: '' }
    case 'connecting':
      return { tone: 'busy', title: 'Connecting', detail: '' }
    case 'queued':
      return {
        tone: 'busy',
        title: 'Queued',
        detail: state.position === 1 ? 'Next in line.' : `Place ${state.position}.`,
      }
    case 'starting':
      return { tone: 'busy', title: 'Starting', detail: '' }
    case 'compiling':
      return { tone: 'busy', title: 'Compiling', detail: '' }
    case 'running':
      return state.waiting ? WAITING : { tone: 'busy', title: 'Running', detail: '' }
    case 'reconnecting':
      return { tone: 'busy', title: 'Reconnecting', detail: 'The program keeps running.' }
    case 'ended':
      return resultWords(state.result)
    case 'failed':
      return { tone: 'bad', title: 'Not run', detail: `${state.error.message} ${state.error.hint}`.trim() }
    case 'dropped':
      return { tone: 'neutral', title: 'Stopped', detail: 'Before it started.' }
  }
}

/** The verdict in everyday words. */
export function verdictLabel(verdict: Verdict): string {
  return VERDICT_WORDS[verdict]
}

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  ok: 'Finished',
  accepted: 'Accepted',
  'wrong-answer': 'Wrong answer',
  'runtime-error': 'Failed',
  'compile-error': 'Does not compile',
  'cpu-limit': 'CPU limit',
  'wall-limit': 'Time limit',
  'idle-limit': 'Waited too long',
  'memory-limit': 'Memory limit',
  'output-limit': 'Output limit',
  'process-limit': 'Process limit',
  'disk-limit': 'Disk limit',
  cancelled: 'Stopped',
  'worker-lost': 'Worker lost',
  'internal-error': 'Internal error',
}

function resultWords(result: RunResult): RunDescription {
  const { verdict, message, cases, run, warnings, missingLibrary } = result
  const isPlainEnd = (verdict === 'ok' || verdict === 'runtime-error') && missingLibrary === undefined
  const exited = isPlainEnd && run !== undefined && cases === undefined
  const wasStopped = verdict === 'cancelled' && run !== undefined && cases === undefined
  // If a program ended on its own, or was stopped, its usage says the same.
  return {
    tone: toneOf(verdict),
    title: verdictLabel(verdict),
    detail: [...(exited || wasStopped ? [] : [message]), ...raiseWords(result), ...warnings].join(' '),
  }
}

/** How to raise a limit: a compiler's limits belong to the language. */
function raiseWords(result: RunResult): string[] {
  return reachedLimit(result)?.phase === 'run' ? ['Raise it under Input.'] : []
}

/** Whether a verdict is good news. */
export function toneOf(verdict: Verdict): 'good' | 'bad' | 'neutral' {
  if (verdict === 'ok' || verdict === 'accepted') return 'good'
  return verdict === 'cancelled' ? 'neutral' : 'bad'
}

/** The usage of a run, by name: `{ name: 'Time', value: '12 ms' }`. */
export function usageOf({ compile, run }: Pick<RunResult, 'compile' | 'run'>): { name: string; value: string }[] {
  const phase = run ?? compile
  if (phase === undefined) return []
  return [
    ...exitOf(phase),
    { name: 'Time', value: formatDuration(phase.wallMs) },
    { name: 'CPU', value: formatDuration(phase.cpuMs) },
    { name: 'Memory', value: formatMemory(phase.memoryKb) },
    ...(run !== undefined && compile !== undefined
      ? [{ name: 'Compiled in', value: formatDuration(compile.wallMs) }]
      : []),
  ]
}

function exitOf({ exitCode, signal }: PhaseResult): { name: string; value: string }[] {
  if (signal !== null) return [{ name: 'Signal', value: signal }]
  return exitCode === null ? [] : [{ name: 'Exit', value: String(exitCode) }]
}
