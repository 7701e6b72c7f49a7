import type { LanguageInfo, RunRequest, RunResult, SignalName, Started, TerminalSize } from '@sandrun/shared'
import type { Caps } from '../model/caps.ts'
import type { Principal } from '../model/principal.ts'
import type { RunLog } from '../run-log/run-log.ts'

/** Facts that are known when a program starts. */
export type StartedFacts = Omit<Started, 'type'>

/** A run that has not started. */
export interface RunOrder {
  request: RunRequest
  principal: Principal
  /** The principal's caps, as they are now. */
  caps: Caps
  /** A client sends stdin, perhaps slowly, and its reading sets the program's pace. */
  live: boolean
  /** A client will follow the run (LiveRunHost): whether it may reconnect. Absent: the log is read instead. */
  resumable?: boolean
}

/** How to carry out an order. */
export interface RunStart {
  id: string
  /** The log to write events to. */
  log: RunLog
  /** The resume token, if the client has one from another process. Absent: one is made. */
  resumeToken?: string
  /** The last step before the program starts: throws to prevent the start. `attempt`: its id in a cluster's queue. */
  begin?: (started: StartedFacts, attempt?: string) => Promise<void>
  /** Once it has begun, another gateway can follow it (`rejoin`): if this one closes, it continues where it can. */
  outlives?: boolean
}

/** An active run. Input before the start waits for the sandbox; input after the end is dropped. */
export interface RunHandle {
  readonly id: string
  /** Known only to the client that started the run. */
  readonly resumeToken: string
  writeStdin(bytes: Uint8Array): void
  endStdin(): void
  signal(name: SignalName): void
  resize(size: TerminalSize): void
  /** Ends the run: at once in the queue, by SIGTERM and soon SIGKILL in the sandbox. */
  cancel(): void
  /** The reader has processed this many bytes of output: as many more may come. */
  consumed(bytes: number): void
}

/** An order that the worker can carry out. */
export interface PreparedRun {
  /** Id of its language. */
  language: string
  /** Starts it. `finished` settles with the result, or with a SandrunError when the run could not begin. */
  start(start: RunStart): { run: RunHandle; finished: Promise<RunResult> }
}

/** Carries out runs: a worker. */
export interface RunHost {
  /** Rejects with a SandrunError when the worker can't carry out the order. */
  prepare(order: RunOrder): Promise<PreparedRun>

  /**
   * Continues to follow a run whose gateway is gone, and lets it begin if it was about to ask. Null when no worker can
   * tell of it.
   */
  rejoin(
    start: Pick<RunStart, 'id' | 'log'> & { attempt: string },
  ): Promise<{ run: RunHandle; finished: Promise<RunResult> } | null>

  /** The id of the language, if the request could begin now. Throws the SandrunError that it would end with. */
  check(request: RunRequest, principal: Principal): Promise<string>

  languages(): LanguageInfo[]

  /** Whether it can build languages. */
  readonly builds: boolean

  /** Begins to build a language, unless it is built or being built. Throws `not-found` and what prevents it. */
  build(language: string): Promise<void>

  /** Checks which languages are built. */
  refresh(): Promise<void>

  /** Cancels the current runs, and waits for them to end; lets go of those that outlive it. */
  close(): Promise<void>
}
