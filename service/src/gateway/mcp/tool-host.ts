import type { LanguageInfo, RunRequest, RunResult, SessionInfo, SessionRequest } from '@sandrun/shared'

/**
 * The service that the tools use, for one principal: this one or a remote one. All methods throw SandrunErrors;
 * `signal` cancels a run.
 */
export interface ToolHost {
  languages(): Promise<LanguageInfo[]>
  run(request: RunRequest, options: { signal: AbortSignal; queued: (position: number) => void }): Promise<RunResult>
  createSession(request: SessionRequest, signal: AbortSignal): Promise<SessionInfo>
  stopSession(id: string): Promise<void>
}
