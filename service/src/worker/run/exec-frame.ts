import type { PhaseName, TerminalSize } from '@sandrun/shared'
import type { ExecFrame } from '../agent/frames.ts'
import type { ResolvedPhase } from './resolve.ts'

export interface ExecSettings {
  terminal: TerminalSize | null
  /** Where the run phase's stdin comes from. */
  stdin: 'live' | 'given' | 'none'
  /** A prepared runtime may take it over. */
  prepared: boolean
  /** The longest an interactive run may take, in milliseconds. */
  maximumMs: number
}

/** What the agent is told of a phase. A compiler gets neither terminal nor stdin. */
export function execFrame(
  phase: PhaseName,
  { argv, env, limits }: ResolvedPhase,
  { terminal, stdin, prepared, maximumMs }: ExecSettings,
): ExecFrame {
  const isRun = phase === 'run'
  return {
    type: 'exec',
    phase,
    terminal: isRun ? terminal : null,
    stdin: isRun && stdin !== 'none' ? 'frames' : 'none',
    stdinPipe: stdin === 'given',
    onlyIfOk: false,
    interactive: isRun && stdin === 'live',
    prepared,
    limits: {
      cpuMs: limits.cpuMs,
      wallMs: limits.wallMs,
      idleMs: limits.idleMs,
      // What waits for a processor or a reader, and does not count, has an end too.
      hardMs: isRun && stdin === 'live' ? maximumMs : Math.max(maximumMs, limits.wallMs),
      fileBytes: limits.fileMb * 2 ** 20,
      openFiles: limits.openFiles,
    },
    argv,
    env,
  }
}
