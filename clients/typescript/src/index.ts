export {
  type CaseResult,
  type ErrorCode,
  type LanguageInfo,
  type LimitName,
  type Limits,
  type OutputChannel,
  type PhaseName,
  type PhaseResult,
  type PostedRun,
  type RunEvent,
  type RunList,
  type RunRecord,
  type RunRequest,
  type RunResult,
  type RunSummary,
  SandrunError,
  type SessionInfo,
  type SessionRequest,
  type SignalName,
  type TerminalSize,
  toBytes,
  toLossyText,
  type TextOrBase64,
  type Verdict,
} from '@sandrun/shared'
export type { Fetch, Transport } from '@sandrun/shared/client'
export { Job } from './job.ts'
export { type LiveHandlers, type LiveOptions, LiveRun, type Output } from './live-run.ts'
export type { SandrunOptions } from './options.ts'
export { createRunner, type Outcome, runCode, stopRunner } from './runner.ts'
export { Sandrun, type SubmitOptions } from './sandrun.ts'
export { Session, type SessionRun } from './session.ts'
