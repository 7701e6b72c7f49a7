import type { SessionInfo, SessionRequest } from '@sandrun/shared'
import type { Principal } from '../model/principal.ts'

/** A sandbox its owner keeps between runs. */
interface SessionHandle {
  info(): SessionInfo
  /** Cancels what runs in it and removes its sandbox; resolves when both are done. */
  end(): Promise<void>
}

/** Keeps sessions: a worker. */
export interface SessionHost {
  /**
   * Waits for memory and a place like a run, and makes one. Rejects with a SandrunError: the request can't be met, the owner
   * has as many as are allowed; or the signal's reason.
   */
  create(request: SessionRequest, principal: Principal, signal: AbortSignal): Promise<SessionInfo>

  /** Rejects with `not-found` for one that has ended, never was, or is somebody else's: nobody learns which. */
  find(id: string, principal: string): Promise<SessionHandle>

  list(principal: string): Promise<SessionInfo[]>
}
