import type { FastifyBaseLogger } from 'fastify'
import type { WarmPolicy } from '../../settings/config.ts'

/** The size of a warm pool, and where it reports. */
export interface WarmPoolOptions {
  /** The most sandboxes at once, running and warm together. */
  maxSandboxes: number
  /** The most sandboxes of one language that wait for its next burst of programs. */
  mostLearned: number
  /** The most memory for all prepared runtimes together, in MiB. */
  maxPreparedMb: number
  cpus: number
  warm: WarmPolicy
  log: FastifyBaseLogger
  /** Called for each sandbox that is taken (`warm`: it was waiting), and for each warm one that gives way. */
  taken: (packId: string, warm: boolean) => void
  evicted: () => void
  now?: () => number
}
