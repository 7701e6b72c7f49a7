import type { SessionInfo, SessionRequest } from '@sandrun/shared'
import type { Principal } from '../model/principal.ts'

/** A sandbox that its owner keeps between runs. */
interface SessionHandle {
  info(): SessionInfo
  /** Cancels its runs and removes its sandbox; resolves when both are done. */
  end(): Promise<void>
}

/** Keeps sessions: a worker. */
export interface SessionHost {
  /**
   * Waits for memory and a place, as a run does, and creates a session. Rejects with a SandrunError when the request
   * can't be met or the owner is at the cap; or with the signal's reason.
   */
  create(request: SessionRequest, principal: Principal, signal: AbortSignal): Promise<SessionInfo>

  /**
   * Rejects with `not-found` for a session that ended, never existed or belongs to another: the error does not say
   * which.
   */
  find(id: string, principal: string): Promise<SessionHandle>

  list(principal: string): Promise<SessionInfo[]>
}
