import type { CompileSlot } from '../compile-cache/compile-cache.ts'
import type { OomWatch } from '../pool/oom-watch.ts'
import type { StartedFacts } from '../../ports/run-host.ts'
import type { Slot } from '../../ports/scheduler.ts'
import type { RunLog } from '../../run-log/run-log.ts'
import type { BuiltImage } from './built-image.ts'
import type { SandboxSource } from './sandbox-source.ts'
import type { SandboxedRunSettings } from './sandboxed-run-settings.ts'

/** What a run needs of its worker and its client. */
export interface RunContext {
  id: string
  source: SandboxSource
  oom: OomWatch
  /** The built image of a language; throws `image-missing` or `unknown-version`. */
  findImage: () => Promise<BuiltImage>
  /** The cache slot of what this run compiles; null when nothing is kept. */
  compileSlot: (image: string) => CompileSlot | null
  /** Waits for a turn to compile, as the scheduler waits for a turn to run. */
  compileTurn: (onPosition: (position: number) => void, signal: AbortSignal) => Promise<Slot>
  interactiveMaximumMs: number
  elsewhere: SandboxedRunSettings['elsewhere']
  /** The log to write events to. */
  log: RunLog
  /** A client sends stdin, perhaps slowly, and its reading sets the program's pace. */
  live: boolean
  resumeToken?: string | undefined
  /** The last step before the program starts: throws to prevent the start. */
  begin?: ((started: StartedFacts) => Promise<void>) | undefined
}
