import { BoundedText, type Limits, type PhaseName, signalName, type TextOrBase64, type Verdict } from '@sandrun/shared'
import type { AgentExit, AgentFailure } from '../agent/agent-session.ts'

export interface Judgement {
  verdict: Verdict
  /** One plain sentence, with the measured value and the limit. */
  message: string
}

const seconds = (milliseconds: number): string => `${Number((milliseconds / 1000).toPrecision(3))} s`

/** What an exit means, in a word and a sentence. The agent has settled which cause came first. */
export function judge(exit: AgentExit, limits: Limits): Judgement {
  const who = exit.phase === 'compile' ? 'Compiling was stopped' : 'Stopped'
  const cpu = seconds(exit.cpuUs / 1000)
  const wall = seconds(exit.wallUs / 1000)
  switch (exit.cause) {
    case 'cpu-limit':
      return {
        verdict: 'cpu-limit',
        message: `${who} after using ${cpu} of CPU time (limit ${seconds(limits.cpuMs)}).`,
      }
    case 'wall-limit':
      return { verdict: 'wall-limit', message: `${who} after ${wall} (limit ${seconds(limits.wallMs)}).` }
    case 'hard-limit':
      return { verdict: 'wall-limit', message: `${who} after ${wall}, the longest any run may take.` }
    case 'idle-limit':
      return { verdict: 'idle-limit', message: `${who} after waiting ${seconds(limits.idleMs)} for input.` }
    case 'memory-limit':
      return { verdict: 'memory-limit', message: `${who} for needing more than ${limits.memoryMb} MB of memory.` }
    case 'process-limit':
      return {
        verdict: 'process-limit',
        message: `${who} for needing more than ${limits.processes} processes or threads.`,
      }
    case 'disk-limit':
      return {
        verdict: 'disk-limit',
        message: `${who} for writing more than fits (${limits.diskMb} MB in all, ${limits.fileMb} MB a file).`,
      }
    case 'output-limit':
      return { verdict: 'output-limit', message: `${who} after writing more than ${limits.outputKb} KB.` }
    case 'cancelled':
      return { verdict: 'cancelled', message: `Cancelled after ${wall}.` }
    case 'skipped':
    case null:
      return judgeOwnExit(exit)
  }
}

function judgeOwnExit({ phase, exitCode, signal, wallUs }: AgentExit): Judgement {
  if (exitCode === 0) return { verdict: 'ok', message: `Exited with code 0 after ${seconds(wallUs / 1000)}.` }
  if (phase === 'compile') return { verdict: 'compile-error', message: 'The program does not compile.' }
  const message = signal === null ? `Exited with code ${exitCode}.` : `Killed by ${signalName(signal)}.`
  return { verdict: 'runtime-error', message }
}

/** A runtime that keeps within its limit by itself says so in its own words; `pattern` is its pack's. */
export function nameWantOfMemory(
  judgement: Judgement,
  stderr: TextOrBase64,
  pattern: string | undefined,
  { memoryMb }: Limits,
): Judgement {
  if (judgement.verdict !== 'runtime-error' || pattern === undefined || typeof stderr !== 'string') return judgement
  if (!new BoundedText(stderr).has(pattern)) return judgement
  return { verdict: 'memory-limit', message: `Failed for needing more than ${memoryMb} MB of memory.` }
}

/** What it means that the agent could not do as it was told. */
export function judgeFailure({ code, message }: AgentFailure, phase: PhaseName, limits: Limits): Judgement {
  const what = phase === 'compile' ? 'The compiler' : 'The program'
  switch (code) {
    case 'no-space':
      return { verdict: 'disk-limit', message: `The program's files do not fit into ${limits.diskMb} MB.` }
    // A PATH of the request's own, or a build that left nothing to start: the program's doing.
    case 'not-found':
    case 'not-executable':
    // Only in a session: a link, or a folder in place of a file, that an earlier program left.
    case 'path-refused':
      return { verdict: 'runtime-error', message: `${what} could not be started: ${message}.` }
    case 'protocol-error':
    case 'internal-error':
      return { verdict: 'internal-error', message: `${what} could not be started: ${message}.` }
  }
}

/** What it means that the sandbox is gone before its program ended. */
export function judgeLoss(reason: string, { memoryMb }: Limits, outOfMemory: boolean): Judgement {
  if (outOfMemory)
    return { verdict: 'memory-limit', message: `Stopped for needing more than ${memoryMb} MB of memory.` }
  return { verdict: 'internal-error', message: `The sandbox was lost: ${reason}.` }
}
