import type { Attach, OutputChannel, RunResult, ServerMessage, SignalName, TerminalSize } from '@sandrun/shared'
import type { Principal } from '../model/principal.ts'
import type { RunLog } from '../run-log/run-log.ts'
import type { RunHandle } from './run-host.ts'

/** How much of each channel a client has. */
export type Offsets = Record<OutputChannel, number>

/** Where a run's news go: one connection. */
export interface RunSink {
  send(message: ServerMessage): void
  /** `taken` is called when the socket has taken the bytes, or never will. */
  sendBytes(message: Uint8Array, taken: () => void): void
  /** The run has ended, and this is the last of it. */
  ended(): void
  /** Another client follows the run now. */
  takenOver(): void
  /** The way to the run is gone, though the run may go on: its client may come back. */
  interrupted(): void
}

/** A client's end of a run: it may lose its connection, and be found again by another. */
export interface LiveRun {
  readonly id: string
  /** Tells this sink that the run was accepted, and all that happens. Called once, first. */
  open(sink: RunSink): void
  /** Goes on with this sink, from the offsets its client has seen; the one before is told. */
  attach(sink: RunSink, seen: Offsets): void
  /** The connection is gone: its client has a while to come back, if it can. */
  detach(sink: RunSink): void
  /** Returns false when more is acknowledged than was ever sent. */
  acknowledge(seen: Offsets): boolean
  /** Throws when the client has lost count, or sends more than the window allows. */
  receiveStdin(sequence: number, bytes: Uint8Array): void
  /** Only the first counts: a client that comes back says it again. */
  endStdin(): void
  signal(name: SignalName): void
  resize(size: TerminalSize): void
  cancel(): void
}

/** A run that was submitted, and who follows it. */
export interface LiveTerms {
  /** Id of the principal whose run it is. */
  owner: string
  /** Its client acknowledges output, and may come back for what it has not. */
  resumable: boolean
  run: RunHandle
  log: RunLog
  finished: Promise<RunResult>
}

/** Keeps the runs that clients follow or may come back to: the worker that runs them. */
export interface LiveRunHost {
  /** Makes a run one that a client follows. */
  follow(terms: LiveTerms): LiveRun

  /** Rejects with `not-found` for a run that is gone or never was, that of another, and a token that is not its own. */
  find(attach: Attach, principal: Principal): Promise<LiveRun>
}
