import { type ErrorCode, type RunResult, SandrunError, SIGNALS, type SignalName, type Verdict } from '@sandrun/shared'
import { USAGE } from './usage-error.ts'

/** Codes of sysexits(3), so that a script can tell a refusal from a program's own code. */
const DATA_ERROR = 65
const UNAVAILABLE = 69
const SOFTWARE = 70
const TRY_LATER = 75
const NO_PERMISSION = 77

/** A case of a run has failed. */
const CASE_FAILED = 1
/** Same as timeout(1). */
const TIMED_OUT = 124
/** Any limit except one of time. */
const OUT_OF_BOUNDS = 125
export const INTERRUPTED = 128 + SIGNALS.SIGINT

/** The output's reader has left: as a shell reports a tool that SIGPIPE ended. */
export const READER_GONE = 128 + 13

const BY_VERDICT: Partial<Record<Verdict, number>> = {
  'compile-error': DATA_ERROR,
  'cpu-limit': TIMED_OUT,
  'wall-limit': TIMED_OUT,
  'idle-limit': TIMED_OUT,
  'memory-limit': OUT_OF_BOUNDS,
  'output-limit': OUT_OF_BOUNDS,
  'process-limit': OUT_OF_BOUNDS,
  'disk-limit': OUT_OF_BOUNDS,
  cancelled: INTERRUPTED,
  'worker-lost': SOFTWARE,
  'internal-error': SOFTWARE,
}

/** The ways a run with cases can end, other than with a failed case. */
const WHOLE_RUN: ReadonlySet<Verdict> = new Set(['compile-error', 'cancelled', 'worker-lost', 'internal-error'])

const BY_ERROR: Partial<Record<ErrorCode, number>> = {
  internal: SOFTWARE,
  overloaded: TRY_LATER,
  'request-timeout': TRY_LATER,
  'shutting-down': TRY_LATER,
}

const BY_STATUS: Partial<Record<number, number>> = { 401: NO_PERMISSION, 403: NO_PERMISSION, 429: TRY_LATER }

/** The program's own code, or like a shell 128 and more for a signal; Sandrun's code if the service ended it. */
export function exitCodeOf(outcome: RunResult | SandrunError): number {
  if (outcome instanceof SandrunError) {
    const { code, status } = outcome
    return BY_ERROR[code] ?? BY_STATUS[status] ?? (status >= 500 ? UNAVAILABLE : USAGE)
  }
  const { verdict, cases, run } = outcome
  if (verdict === 'ok' || verdict === 'accepted') return 0
  if (cases !== undefined && !WHOLE_RUN.has(verdict)) return CASE_FAILED
  const ours = BY_VERDICT[verdict]
  if (ours !== undefined) return ours
  const { exitCode, signal } = run ?? { exitCode: null, signal: null }
  return exitCode ?? 128 + (isSignal(signal) ? SIGNALS[signal] : 0)
}

function isSignal(name: string | null): name is SignalName {
  return name !== null && Object.hasOwn(SIGNALS, name)
}
