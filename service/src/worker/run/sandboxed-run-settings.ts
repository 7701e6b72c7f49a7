import type { PhaseName, TerminalSize } from '@sandrun/shared'
import type { RunLog } from '../../run-log/run-log.ts'
import type { HostFrame } from '../agent/frames.ts'
import type { CompileSlot } from '../compile-cache/compile-cache.ts'
import type { Artefact } from '../compile-cache/compiled.ts'
import type { Sandbox } from '../pool/sandbox.ts'
import type { Outcome } from './judge-end.ts'
import type { ResolvedRun } from './resolve.ts'
import type { SpareSandbox } from './sandbox-source.ts'
import type { EndedPhase } from './toolchain-messages.ts'

export interface SandboxedRunSettings {
  resolved: ResolvedRun
  sandbox: Sandbox
  compileSlot: CompileSlot | null
  /** A client sends stdin, perhaps slowly. */
  live: boolean
  /** Waits for a turn to compile, which lasts until it is disposed of; null when the run is cancelled meanwhile. */
  compileTurn: () => Promise<Disposable | null>
  /** The longest that an interactive run may take, in milliseconds. */
  maximumMs: number
  terminal: () => TerminalSize | null
  isCancelled: () => boolean
  /** Another sandbox for cases, if one is free; null otherwise. */
  findSpare: () => SpareSandbox | null
  /** The agent has the first phase: everything that waited for it may follow. */
  begun: () => void
  /** The program of a phase runs. */
  started: (phase: PhaseName) => void
  wasOutOfMemory: (sandbox: Sandbox) => boolean
  elsewhere: EndedPhase['elsewhere']
  log: RunLog
  /** The log's reader sets the program's pace, by reporting what it has consumed. */
  isPaced: boolean
  /** One sentence for the result. */
  warned: (text: string) => void
  /** Output that nobody sees counts as read. */
  consumed: (bytes: number) => void
}

/** A program that is ready to run, or the reason why not. */
export interface Ready {
  /** The outcome of compiling; null when nothing is compiled. */
  outcome: Outcome | null
  /** Frames to send before the run phase. */
  before: readonly HostFrame[]
  artefacts: readonly Artefact[]
}
