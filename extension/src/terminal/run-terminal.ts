import { ControlFilter, isTerminalReport, type TerminalSize } from '@sandrun/shared'
import { EventEmitter, type Pseudoterminal, type TerminalDimensions } from 'vscode'
import type { RunPlan } from '../run/run-plan.ts'
import type { RunScreen, RunView } from '../run/run-view.ts'
import type { SandboxRun } from '../run/sandbox-run.ts'
import { settings } from '../settings.ts'
import { closingText, openingText, terminalName } from '../ui/framing.ts'
import { OutputPump } from './output-pump.ts'

/** Erases the screen and the scrollback, and moves to the upper left. */
const CLEAR = '\x1b[2J\x1b[3J\x1b[H'

export interface RunTerminalHooks {
  /** The user pressed its key. */
  rerun(run: SandboxRun): void
  /** The hint after the end of a run. */
  hint: string
  /** The terminal has this size now; the next terminal will likely have it too. */
  resized(size: TerminalSize): void
}

/**
 * A terminal whose program runs in a sandbox. The sandbox has a real terminal, so keys go there as they are: its kernel
 * does echo, erase, ^C and ^D.
 */
export class RunTerminal implements Pseudoterminal, RunView {
  readonly #hooks: RunTerminalHooks
  readonly #writes = new EventEmitter<string>()
  readonly #names = new EventEmitter<string>()
  readonly #pump = new OutputPump((text) => this.#writes.fire(text))
  readonly onDidWrite = this.#writes.event
  readonly onDidChangeName = this.#names.event
  #size: TerminalSize
  #run: SandboxRun | null = null
  #filter = new ControlFilter()

  constructor(size: TerminalSize, hooks: RunTerminalHooks) {
    this.#size = size
    this.#hooks = hooks
  }

  /** The run on display, from its start until the next one's. */
  get shown(): SandboxRun | null {
    return this.#run
  }

  get tty(): TerminalSize {
    return this.#size
  }

  /** Settles when everything has been shown. */
  async written(): Promise<void> {
    await this.#pump.written()
  }

  open(dimensions: TerminalDimensions | undefined): void {
    if (dimensions !== undefined) this.setDimensions(dimensions)
    this.#pump.open()
  }

  close(): void {
    this.#run?.cancel()
    this.#run = null
    this.#pump.clear()
    this.#writes.dispose()
    this.#names.dispose()
  }

  setDimensions({ columns: cols, rows }: TerminalDimensions): void {
    if (cols === this.#size.cols && rows === this.#size.rows) return
    this.#size = { cols, rows }
    this.#run?.resize(this.#size)
    this.#hooks.resized(this.#size)
  }

  handleInput(data: string): void {
    const run = this.#run
    if (run === null) return
    // A stray key or a paste must not clear the program's output.
    if (run.over) return data === '\r' || data === 'r' ? this.#hooks.rerun(run) : undefined
    // An earlier program may have asked for the terminal's late answers.
    if (this.#filter.hasAsked || !isTerminalReport(data)) run.type(data)
  }

  /** A run has changed: the tab shows its file, and whether it waits. */
  update(run: SandboxRun): void {
    if (run === this.#run) this.#names.fire(terminalName(run))
  }

  tell(): (line: string) => void {
    this.#run = null
    this.#pump.clear()
    void this.#pump.push(new ControlFilter().reset() + (settings.clearBeforeRun ? CLEAR : ''))
    return (text) => {
      if (this.#run === null) void this.#pump.push(line(text, DIM))
    }
  }

  begin(run: SandboxRun, plan: RunPlan): RunScreen {
    this.#run = run
    this.update(run)
    this.#pump.clear()
    const filter = new ControlFilter()
    this.#filter = filter
    const decoder = new TextDecoder()
    let atLineStart = true
    // Output of a replaced run is no longer shown, and blocks nothing.
    const write = (text: string): Promise<void> | undefined => {
      if (this.#run !== run || text === '') return undefined
      atLineStart = text.endsWith('\n')
      return this.#pump.push(text)
    }
    void write(filter.reset() + (settings.clearBeforeRun ? CLEAR : ''))
    atLineStart = true
    return {
      started: ({ version }) => void write(line(openingText(plan, version), BLUE)),
      write: (_channel, bytes) => write(filter.filter(decoder.decode(bytes, { stream: true }))),
      end: () => {
        void write(filter.filter(decoder.decode()))
        const lineEnd = atLineStart ? '' : '\r\n'
        const words = closingText(run.state)
        const lines = words.lines.map((text) => line(text, words.good ? GREEN : RED))
        void write(
          filter.reset() + lineEnd + lines.join('') + (this.#hooks.hint === '' ? '' : line(this.#hooks.hint, DIM)),
        )
      },
      add: (text) => void write(line(text, YELLOW)),
    }
  }
}

const BLUE = '\x1b[34m'
const GREEN = '\x1b[32m'
const RED = '\x1b[31m'
const YELLOW = '\x1b[33m'
const DIM = '\x1b[2m'

function line(text: string, colour: string): string {
  return `${colour}${text}\x1b[0m\r\n`
}
