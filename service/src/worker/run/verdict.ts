import {
  type BoundedText,
  type Limits,
  type PhaseName,
  SandrunError,
  signalName,
  SIGNALS,
  type Verdict,
} from '@sandrun/shared'
import type { AgentExit, AgentFailure } from '../agent/agent-session.ts'
import { divideDisk, SHM_MB } from '../pool/disk.ts'

/** The verdict with its message. */
export interface ExplainedVerdict {
  verdict: Verdict
  /** One plain sentence, with the measured value and the limit. */
  message: string
}

const seconds = (milliseconds: number): string => `${Number((milliseconds / 1000).toPrecision(3))} s`

/** The meaning of an exit, in a word and a sentence. The agent has settled which cause came first. */
export function judge(exit: AgentExit, limits: Limits): ExplainedVerdict {
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
      return {
        verdict: 'idle-limit',
        message: `${who} after waiting ${seconds(limits.idleMs)} for input, or for its output to be read.`,
      }
    case 'memory-limit':
      return { verdict: 'memory-limit', message: `${who} for needing more than ${limits.memoryMb} MB of memory.` }
    case 'process-limit':
      return {
        verdict: 'process-limit',
        message: `${who} for needing more than ${limits.processes} processes or threads.`,
      }
    case 'disk-limit':
    case 'files-limit':
    case 'file-size-limit':
      return judgeDisk(exit.cause, who, limits)
    case 'output-limit':
      return { verdict: 'output-limit', message: `${who} after writing more than ${limits.outputKb} KB.` }
    case 'cancelled':
      return { verdict: 'cancelled', message: `Cancelled after ${wall}.` }
    case 'skipped':
      // The agent had not begun it when the STOP came; only a cancel comes that early.
      return { verdict: 'cancelled', message: 'Cancelled before it started.' }
    case null:
      return judgeOwnExit(exit)
  }
}

/** Which limit of a disk was reached. */
export function judgeDisk(
  cause: 'disk-limit' | 'files-limit' | 'file-size-limit',
  who: string,
  { diskMb, fileMb }: Limits,
): ExplainedVerdict {
  const { work, tmp } = divideDisk(diskMb)
  const messages = {
    'disk-limit': `${who} for writing more than fits into ${diskMb} MB (/work has ${work.megabytes}, /tmp has ${tmp.megabytes}; /dev/shm adds ${SHM_MB}).`,
    'files-limit': `${who} for making more files than allowed (${work.files} in /work, ${tmp.files} in /tmp).`,
    'file-size-limit': `${who} for making a file larger than ${fileMb} MB.`,
  }
  return { verdict: 'disk-limit', message: messages[cause] }
}

function judgeOwnExit({ phase, exitCode, signal, wallUs }: AgentExit): ExplainedVerdict {
  if (exitCode === 0) return { verdict: 'ok', message: `Exited with code 0 after ${seconds(wallUs / 1000)}.` }
  if (phase === 'compile') {
    const message =
      signal === null ? 'The program does not compile.' : `The compiler failed, killed by ${inWords(signal)}`
    return { verdict: 'compile-error', message }
  }
  const message = signal === null ? `Exited with code ${exitCode}.` : `Killed by ${inWords(signal)}`
  return { verdict: 'runtime-error', message }
}

/** Only the agent's filter ends a program with SIGSYS, at its first call of another architecture. */
function inWords(signal: number): string {
  const name = `${signalName(signal)}.`
  return signal === SIGNALS.SIGSYS ? `${name} 32-bit system calls are not allowed here: build it for 64 bits.` : name
}

/** Some runtimes stay within their limit and report it in their own words; `pattern` is the pack's. */
export function detectOutOfMemory(
  explained: ExplainedVerdict,
  errors: BoundedText,
  pattern: string | undefined,
  { memoryMb }: Limits,
): ExplainedVerdict {
  const { verdict } = explained
  const isOpen = verdict === 'runtime-error' || verdict === 'compile-error'
  if (!isOpen || pattern === undefined || errors.find(pattern) === null) return explained
  const who = verdict === 'runtime-error' ? 'Failed' : 'Compiling failed'
  return { verdict: 'memory-limit', message: `${who} for needing more than ${memoryMb} MB of memory.` }
}

/** The meaning of a failure of the agent. Throws `sandbox-failed` when another try may succeed. */
export function judgeFailure({ code, message }: AgentFailure, phase: PhaseName, limits: Limits): ExplainedVerdict {
  const what = phase === 'compile' ? 'The compiler' : 'The program'
  switch (code) {
    case 'no-space':
      return { verdict: 'disk-limit', message: `The program's files do not fit into ${limits.diskMb} MB.` }
    // The program's fault: the request has its own PATH, or the build left nothing to start.
    case 'not-found':
    case 'not-executable':
      return { verdict: 'runtime-error', message: `${what} did not start: ${message}.` }
    // Only in a session: a folder instead of a file, or a link instead of a folder.
    case 'path-refused':
      return {
        verdict: 'runtime-error',
        message: `${what} did not start: ${message}. An earlier program of the session left that: remove it or create a new session.`,
      }
    case 'no-terminal':
      throw new SandrunError('sandbox-failed', 'The program needs a terminal, and the machine has no free one.', {
        hint: 'Try again in a moment or run it without a terminal.',
      })
    case 'protocol-error':
    case 'internal-error':
      return { verdict: 'internal-error', message: `${what} did not start: ${message}.` }
  }
}

/**
 * The verdict on a compiled program that is missing, or not a program. `args` are the request's compile arguments,
 * `path` is its expected place.
 */
export function judgeMissing(args: readonly string[], path: string): ExplainedVerdict {
  const hint =
    args.length > 0
      ? `the compile arguments "${args.join(' ')}" do not put it at ${path}.`
      : 'set "entry" to the file that starts; a unit or a library alone can\'t start.'
  return { verdict: 'compile-error', message: `Compiling left no program to start: ${hint}` }
}

/** The verdict when the sandbox is gone before its program ended. */
export function judgeLoss(reason: string, { memoryMb }: Limits, outOfMemory: boolean): ExplainedVerdict {
  if (outOfMemory)
    return { verdict: 'memory-limit', message: `Stopped for needing more than ${memoryMb} MB of memory.` }
  return { verdict: 'internal-error', message: `The sandbox was lost: ${reason}.` }
}
