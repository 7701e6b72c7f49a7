import { EventEmitter, type Pseudoterminal, type TerminalDimensions } from 'vscode'
import type { RunView } from '../run/run-view.ts'
import type { SandboxRun } from '../run/sandbox-run.ts'
import { RunTerminal } from '../terminal/run-terminal.ts'

/** A task's terminal: like a run's, but the task ends with the run. */
export class TaskTerminal implements Pseudoterminal {
  readonly #run: (view: RunView) => Promise<SandboxRun | undefined>
  readonly #closes = new EventEmitter<number>()
  readonly #terminal = new RunTerminal({ cols: 80, rows: 24 }, { rerun: () => {}, resized: () => {}, hint: '' })
  readonly onDidWrite = this.#terminal.onDidWrite
  readonly onDidClose = this.#closes.event

  constructor(run: (view: RunView) => Promise<SandboxRun | undefined>) {
    this.#run = run
  }

  open(dimensions: TerminalDimensions | undefined): void {
    this.#terminal.open(dimensions)
    void this.#run(this.#terminal).then(
      async (run) => {
        await this.#terminal.written()
        this.#closes.fire(exitCode(run))
      },
      () => this.#closes.fire(1),
    )
  }

  close(): void {
    this.#terminal.close()
  }

  setDimensions(dimensions: TerminalDimensions): void {
    this.#terminal.setDimensions(dimensions)
  }

  handleInput(data: string): void {
    this.#terminal.handleInput(data)
  }
}

/** The exit code as in a shell: 0 on success, the program's own, and 1 for every other end. */
function exitCode(run: SandboxRun | undefined): number {
  if (run?.state.name !== 'ended') return 1
  const { verdict, run: phase } = run.state.result
  return verdict === 'ok' ? 0 : (phase?.exitCode ?? 1) || 1
}
