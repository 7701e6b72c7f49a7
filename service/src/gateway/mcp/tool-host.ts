import type { LanguageInfo, RunRequest, RunResult, SessionInfo, SessionRequest } from '@sandrun/shared'

/**
 * What the tools work on, for one principal: this service or one elsewhere. Everything throws SandrunErrors; `signal`
 * cancels a run.
 */
export interface ToolHost {
  languages(): Promise<LanguageInfo[]>
  run(request: RunRequest, options: { signal: AbortSignal; queued: (position: number) => void }): Promise<RunResult>
  createSession(request: SessionRequest, signal: AbortSignal): Promise<SessionInfo>
  stopSession(id: string): Promise<void>
}
