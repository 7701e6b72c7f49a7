import type { RunResult, SandrunError } from '@sandrun/shared'
import type { Principal } from '../access/principal.ts'

/** What is known of a run before it begins. */
export interface RunFacts {
  /** Null where it was refused before it had one. */
  id: string | null
  principal: Principal
  /** Its id; null where the request named none that there is. */
  language: string | null
}

/** Is told of every run once, when it is over. Must not throw. */
export interface RunTelemetry {
  ended(run: RunFacts, result: RunResult): void
  /** It never began. */
  refused(run: RunFacts, error: SandrunError): void
}
