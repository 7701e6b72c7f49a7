import type { TerminalSize } from '@sandrun/shared'
import type { RunPlan } from './run-plan.ts'
import type { RunDisplay, SandboxRun } from './sandbox-run.ts'

/** A place that shows runs, one at a time: a terminal or the output channel. */
export interface RunView {
  /** The terminal's size, or false if programs get pipes. */
  readonly tty: TerminalSize | false
  /** Clears and shows itself for this run; drops output of the last run. */
  begin(run: SandboxRun, plan: RunPlan): RunScreen
  /** Clears and shows itself for lines about preparations; the next run replaces them. */
  tell(): (line: string) => void
}

/** A view while it shows one particular run. */
export interface RunScreen extends RunDisplay {
  /** Shows how the run ended, from its state. */
  end(): void
  /** Adds the extension's line after the end. */
  add(text: string): void
}

/** All views. */
export interface RunViews {
  /** The view for this file's runs; if it shows an active run and `beside` is set, another one. */
  viewFor(key: string, title: string, beside: boolean): RunView
}
