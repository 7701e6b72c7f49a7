import type { RunResult, SandrunError } from '@sandrun/shared'
import type { Principal } from '../model/principal.ts'

/** Facts that are known before a run begins. */
export interface RunFacts {
  /** Null when the run was refused before it got an id. */
  id: string | null
  principal: Principal
  /** The language's id; null when the request names an unknown language. */
  language: string | null
}

/** Records every run once, when it has ended. Must not throw. */
export interface RunTelemetry {
  ended(run: RunFacts, result: RunResult): void
  /** The run never began. */
  refused(run: RunFacts, error: SandrunError): void
}
