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

/**
 * What the agent is told of a phase. A compiler writes to the terminal, where there is one, as it does at a person's own;
 * what is typed is the program's, so its stdin is empty.
 */
export function execFrame(
  phase: PhaseName,
  { argv, env, limits }: ResolvedPhase,
  { terminal, stdin, prepared, maximumMs }: ExecSettings,
): ExecFrame {
  const isRun = phase === 'run'
  return {
    type: 'exec',
    phase,
    terminal,
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
