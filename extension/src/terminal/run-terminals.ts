import type { TerminalSize } from '@sandrun/shared'
import { type Disposable, type Terminal, ThemeIcon, l10n, window } from 'vscode'
import type { RunPlan } from '../run/run-plan.ts'
import type { RunScreen, RunView } from '../run/run-view.ts'
import type { SandboxRun } from '../run/sandbox-run.ts'
import { settings } from '../settings.ts'
import { rerunHint } from '../ui/framing.ts'
import { RunTerminal } from './run-terminal.ts'

interface Entry {
  /** Of the file it shows, or soon will. */
  key: string
  terminal: Terminal
  pty: RunTerminal
}

/** The terminals of this window: one for each file that runs in one, and more if its runs are side by side. */
export class RunTerminals implements Disposable {
  readonly #rerun: (key: string) => void
  #entries: readonly Entry[] = []
  readonly #closed: Disposable
  /** A terminal learns its size when it is shown; until then it has the last one's. */
  #lastSize: TerminalSize = { cols: 80, rows: 24 }

  constructor(rerun: (key: string) => void) {
    this.#rerun = rerun
    this.#closed = window.onDidCloseTerminal((closed) => {
      this.#entries = this.#entries.filter(({ terminal }) => terminal !== closed)
    })
  }

  /**
   * The file's newest terminal, or with `beside` one without a current run; else one of any file whose run is over,
   * unless the settings keep files apart; else a new one.
   */
  viewFor(key: string, title: string, beside: boolean): RunView {
    const own = this.#entries.findLast((entry) => entry.key === key && !(beside && entry.pty.shown?.over === false))
    const entry = own ?? this.#takeOver(key) ?? this.#create(key, title)
    const { terminal, pty } = entry
    return {
      tty: pty.tty,
      begin: (run: SandboxRun, plan: RunPlan): RunScreen => {
        terminal.show(settings.preserveFocus)
        return pty.begin(run, plan)
      },
      tell: () => {
        terminal.show(settings.preserveFocus)
        return pty.tell()
      },
    }
  }

  /** A run has changed. */
  update(run: SandboxRun): void {
    for (const { pty } of this.#entries) pty.update(run)
  }

  /** The run in this terminal; undefined for a foreign terminal. */
  shownIn(terminal: Terminal): SandboxRun | undefined {
    return this.#entries.find((entry) => entry.terminal === terminal)?.pty.shown ?? undefined
  }

  /** Brings the file's newest terminal to the front; false if it has none. */
  show(key: string): boolean {
    const entry = this.#entries.findLast((it) => it.key === key)
    entry?.terminal.show()
    return entry !== undefined
  }

  dispose(): void {
    this.#closed.dispose()
    for (const { terminal } of this.#entries) terminal.dispose()
  }

  #takeOver(key: string): Entry | undefined {
    if (settings.terminalForEachFile) return undefined
    const entry = this.#entries.findLast(({ pty }) => pty.shown?.over === true)
    if (entry !== undefined) entry.key = key
    return entry
  }

  #create(key: string, title: string): Entry {
    const pty = new RunTerminal(this.#lastSize, {
      rerun: (run) => this.#rerun(run.key),
      hint: rerunHint(),
      resized: (size) => {
        this.#lastSize = size
      },
    })
    const terminal = window.createTerminal({
      name: l10n.t('{0} (Sandbox)', title),
      pty,
      iconPath: new ThemeIcon('shield'),
      // After a reload there is no run to show.
      isTransient: true,
    })
    const entry = { key, terminal, pty }
    this.#entries = [...this.#entries, entry]
    return entry
  }
}
