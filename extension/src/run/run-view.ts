import type { TerminalSize } from '@sandrun/shared'
import type { RunPlan } from './run-plan.ts'
import type { RunDisplay, SandboxRun } from './sandbox-run.ts'

/** A place that shows runs, one at a time: a terminal or the output channel. */
export interface RunView {
  /** The terminal's size, or false where programs get pipes. */
  readonly tty: TerminalSize | false
  /** Clears itself for this run and shows itself; output of the run before is dropped. */
  begin(run: SandboxRun, plan: RunPlan): RunScreen
  /** Clears itself and shows itself, for lines about what must be there before a run; the next run takes their place. */
  tell(): (line: string) => void
}

/** A view while it shows one certain run. */
export interface RunScreen extends RunDisplay {
  /** Says how the run ended, from its state. */
  end(): void
  /** Adds a line of our own after the end. */
  add(text: string): void
}

/** The views there are. */
export interface RunViews {
  /** The view that shows runs of this file; where it shows one that goes on, another one if `beside` says so. */
  viewFor(key: string, title: string, beside: boolean): RunView
}
