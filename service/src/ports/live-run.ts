import type { Attach, OutputChannel, RunResult, ServerMessage, SignalName, TerminalSize } from '@sandrun/shared'
import type { Principal } from '../model/principal.ts'
import type { RunLog } from '../run-log/run-log.ts'
import type { RunHandle } from './run-host.ts'

/** How many bytes of each channel a client has. */
export type Offsets = Record<OutputChannel, number>

/** Receives the messages of a run: one connection. */
export interface RunSink {
  send(message: ServerMessage): void
  /** Calls `taken` when the socket has taken the bytes, or never will. */
  sendBytes(message: Uint8Array, taken: () => void): void
  /** The run has ended, and this was its last message. */
  ended(): void
  /** Another client follows the run now. */
  takenOver(): void
  /** The connection to the run is lost, but the run may continue: its client may reconnect. */
  interrupted(): void
}

/** The client's side of a run. The client may lose its connection, and another may take over. */
export interface LiveRun {
  readonly id: string
  /** Tells this sink that the run was accepted, and all that follows. Called once, first. */
  open(sink: RunSink): void
  /** Continues with this sink from the offsets that its client has seen, and notifies the previous sink. */
  attach(sink: RunSink, seen: Offsets): void
  /** The connection is lost: the client may reconnect for a while, if it can. */
  detach(sink: RunSink): void
  /** Returns false when more is acknowledged than was ever sent. */
  acknowledge(seen: Offsets): boolean
  /** Throws when the sequence is wrong, or when the client sends more than the window allows. */
  receiveStdin(sequence: number, bytes: Uint8Array): void
  /** Only the first call counts: a client that reconnects repeats it. */
  endStdin(): void
  signal(name: SignalName): void
  resize(size: TerminalSize): void
  cancel(): void
}

/** A submitted run, and its follower. */
export interface LiveOptions {
  /** Id of the run's principal. */
  owner: string
  /** The client acknowledges output, and may reconnect for the rest. */
  resumable: boolean
  run: RunHandle
  log: RunLog
  finished: Promise<RunResult>
}

/** Keeps runs that clients follow or may reconnect to: a worker. */
export interface LiveRunHost {
  /** Lets a client follow a run. */
  follow(options: LiveOptions): LiveRun

  /** Rejects with `not-found` for an unknown run, another principal's run, and a wrong token. */
  find(attach: Attach, principal: Principal): Promise<LiveRun>
}
