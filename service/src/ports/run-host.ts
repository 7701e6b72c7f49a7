import type { LanguageInfo, RunRequest, RunResult, SignalName, Started, TerminalSize } from '@sandrun/shared'
import type { Caps } from '../model/caps.ts'
import type { Principal } from '../model/principal.ts'
import type { RunLog } from '../run-log/run-log.ts'

/** What is known as a program starts. */
export type StartedFacts = Omit<Started, 'type'>

/** A run before it runs. */
export interface RunOrder {
  request: RunRequest
  principal: Principal
  /** Of the principal, as they hold now. */
  caps: Caps
  /** Its stdin comes from a client who may take time to think, and whose reading sets the program's pace. */
  live: boolean
  /** It will be followed by a client (LiveRunHost), who may come back, or may not. Absent: its log is read. */
  resumable?: boolean
}

/** How an order is carried out. */
export interface RunStart {
  id: string
  /** Where what happens is noted. */
  log: RunLog
  /** Given already to who asked, where another process did that. Absent: one is made. */
  resumeToken?: string
  /** The last step before the program is on its way: throws when it must not start. */
  begin?: (started: StartedFacts) => Promise<void>
}

/** A run while it runs. What comes before it has its sandbox waits; what comes after its end is for nobody. */
export interface RunHandle {
  readonly id: string
  /** Shown to the one who started it, and to nobody else. */
  readonly resumeToken: string
  writeStdin(bytes: Uint8Array): void
  endStdin(): void
  signal(name: SignalName): void
  resize(size: TerminalSize): void
  /** Ends it: in the queue at once, in the sandbox by SIGTERM and soon SIGKILL. */
  cancel(): void
  /** The reader has dealt with so many bytes of output: as many more may come. */
  consumed(bytes: number): void
}

/** An order that can be met. */
export interface PreparedRun {
  /** Id of the language it is in. */
  language: string
  /** Begins it. `finished` settles with its result, or with a SandrunError when it could not begin after all. */
  start(start: RunStart): { run: RunHandle; finished: Promise<RunResult> }
}

/** Carries out runs: a worker. */
export interface RunHost {
  /** Rejects with a SandrunError when the request can't be met. */
  prepare(order: RunOrder): Promise<PreparedRun>

  /** The id of the language, for a request that could begin now. Throws the SandrunError that it would end with. */
  check(request: RunRequest, principal: Principal): Promise<string>

  languages(): LanguageInfo[]

  /** Looks which languages are built. */
  refresh(): Promise<void>

  /** Cancels what still runs, and waits for it. */
  close(): Promise<void>
}
