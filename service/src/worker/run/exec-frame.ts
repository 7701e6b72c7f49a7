import type { PhaseName, TerminalSize } from '@sandrun/shared'
import type { ExecFrame, HostFrame } from '../agent/frames.ts'
import type { ResolvedPhase } from './resolve.ts'

/** Cancels a program, which then has this long to clean up after SIGTERM before it is killed. */
export const CANCEL = { type: 'stop', cause: 'cancelled', graceMs: 50 } as const satisfies HostFrame

export interface ExecSettings {
  terminal: TerminalSize | null
  /** Where the run phase's stdin comes from. */
  stdin: 'live' | 'given' | 'none'
  /** Whether a prepared runtime may run it. */
  prepared: boolean
  /** Whether a copy of it runs the program, and the runtime goes on waiting. */
  copied: boolean
  /** Whether nobody follows its output while it runs. */
  silent: boolean
  /** The longest that an interactive run may take, in milliseconds. */
  maximumMs: number
}

/**
 * The frame for one phase. A compiler writes to the terminal, if there is one, as it does on a person's own machine;
 * typed input belongs to the program, so the compiler's stdin is empty.
 */
export function execFrame(
  phase: PhaseName,
  { argv, env, limits }: ResolvedPhase,
  { terminal, stdin, prepared, copied, silent, maximumMs }: ExecSettings,
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
    copied,
    gathered: silent,
    limits: {
      cpuMs: limits.cpuMs,
      wallMs: limits.wallMs,
      idleMs: limits.idleMs,
      // A bound for the time that does not count: waiting for a processor or a reader.
      hardMs: isRun && stdin === 'live' ? maximumMs : Math.max(maximumMs, limits.wallMs),
      fileBytes: limits.fileMb * 2 ** 20,
      openFiles: limits.openFiles,
    },
    argv,
    env,
  }
}
