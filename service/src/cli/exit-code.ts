import { type RunResult, SandrunError, SIGNALS, type SignalName, type Verdict } from '@sandrun/shared'

/** Codes of sysexits(3), so that a script can tell our refusals from a program's own code. */
export const USAGE = 64
const DATA_ERROR = 65
const UNAVAILABLE = 69
const SOFTWARE = 70

/** timeout(1)'s own. */
const TIMED_OUT = 124
const INTERRUPTED = 128 + SIGNALS.SIGINT
const OUT_OF_BOUNDS = 128 + SIGNALS.SIGKILL

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

/** The program's own code; as a shell does it, 128 and more for a signal; ours where we ended it. */
export function exitCodeOf(outcome: RunResult | SandrunError): number {
  if (outcome instanceof SandrunError) {
    if (outcome.code === 'internal') return SOFTWARE
    return outcome.status >= 500 || outcome.status === 429 ? UNAVAILABLE : USAGE
  }
  const ours = BY_VERDICT[outcome.verdict]
  if (ours !== undefined) return ours
  const { exitCode, signal } = outcome.run ?? { exitCode: 0, signal: null }
  return exitCode ?? 128 + (isSignal(signal) ? SIGNALS[signal] : 0)
}

function isSignal(name: string | null): name is SignalName {
  return name !== null && Object.hasOwn(SIGNALS, name)
}
