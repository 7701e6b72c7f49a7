import type { PhaseName, TerminalSize } from '@sandrun/shared'
import type { RunLog } from '../../run-log/run-log.ts'
import type { HostFrame } from '../agent/frames.ts'
import type { CompileSlot } from '../compile-cache/compile-cache.ts'
import type { Artefact } from '../compile-cache/compiled.ts'
import type { Sandbox } from '../pool/sandbox.ts'
import type { Outcome } from './judge-end.ts'
import type { ResolvedRun } from './resolve.ts'
import type { EndedPhase } from './toolchain-messages.ts'

export interface SandboxedRunSettings {
  resolved: ResolvedRun
  sandbox: Sandbox
  compileSlot: CompileSlot | null
  /** Its stdin comes from a client who may take time to think. */
  live: boolean
  /** Waits for leave to compile, until what it gives is disposed of; null when the run is cancelled meanwhile. */
  compileTurn: () => Promise<Disposable | null>
  /** The longest an interactive run may take, in milliseconds. */
  maximumMs: number
  terminal: () => TerminalSize | null
  isCancelled: () => boolean
  /** The first phase is with the agent: what was waiting for it may follow. */
  begun: () => void
  /** A phase's program runs. */
  started: (phase: PhaseName) => void
  wasOutOfMemory: () => boolean
  elsewhere: EndedPhase['elsewhere']
  log: RunLog
  /** Whoever reads the log sets the program's pace, by what they say they have consumed. */
  isPaced: boolean
  /** One sentence for the result. */
  warned: (text: string) => void
  /** Output that nobody is shown counts as read. */
  consumed: (bytes: number) => void
}

/** A program ready to be run, or why there is none. */
export interface Ready {
  /** Of compiling; null where nothing is compiled. */
  outcome: Outcome | null
  /** What the run phase still has to be sent. */
  before: readonly HostFrame[]
  artefacts: readonly Artefact[]
}
