import type { PhaseResult, Verdict } from '@sandrun/shared'

/** The statuses of a submission (Judge0's app/enumerations/status.rb). */
export const STATUSES = [
  { id: 1, description: 'In Queue' },
  { id: 2, description: 'Processing' },
  { id: 3, description: 'Accepted' },
  { id: 4, description: 'Wrong Answer' },
  { id: 5, description: 'Time Limit Exceeded' },
  { id: 6, description: 'Compilation Error' },
  { id: 7, description: 'Runtime Error (SIGSEGV)' },
  { id: 8, description: 'Runtime Error (SIGXFSZ)' },
  { id: 9, description: 'Runtime Error (SIGFPE)' },
  { id: 10, description: 'Runtime Error (SIGABRT)' },
  { id: 11, description: 'Runtime Error (NZEC)' },
  { id: 12, description: 'Runtime Error (Other)' },
  { id: 13, description: 'Internal Error' },
  { id: 14, description: 'Exec Format Error' },
] as const

export type StatusId = (typeof STATUSES)[number]['id']

const BY_SIGNAL: Readonly<Record<string, StatusId>> = { SIGSEGV: 7, SIGXFSZ: 8, SIGFPE: 9, SIGABRT: 10 }

/** The status of a verdict. `phase` is the one that ended the submission, if any. */
export function statusOf(verdict: Verdict, phase: PhaseResult | undefined): StatusId {
  switch (verdict) {
    case 'ok':
    case 'accepted':
      return 3
    case 'wrong-answer':
      return 4
    case 'cpu-limit':
    case 'wall-limit':
    case 'idle-limit':
      return 5
    case 'compile-error':
      return 6
    case 'disk-limit':
      return 8
    case 'runtime-error':
    case 'process-limit':
      return phase?.signal ? (BY_SIGNAL[phase.signal] ?? 12) : 11
    case 'memory-limit':
    case 'output-limit':
      return 12
    case 'cancelled':
    case 'worker-lost':
    case 'internal-error':
      return 13
  }
}

export function describeStatus(id: StatusId): { id: StatusId; description: string } {
  return { id, description: STATUSES[id - 1]?.description ?? '' }
}
