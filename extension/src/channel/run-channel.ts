import { type Disposable, l10n, window } from 'vscode'
import type { RunPlan } from '../run/run-plan.ts'
import type { RunScreen, RunView } from '../run/run-view.ts'
import type { SandboxRun } from '../run/sandbox-run.ts'
import { settings } from '../settings.ts'
import { OutputPump } from '../terminal/output-pump.ts'
import { answerLinkText, closingText, openingText } from '../ui/framing.ts'
import { ChannelText } from './channel-text.ts'

/** VS Code keeps a channel's text in an editor, which millions of lines would crash. */
const HEAD_CHARACTERS = 2 * 1024 * 1024
const TAIL_CHARACTERS = 64 * 1024

/**
 * Runs in the output panel, for when no terminal may be opened. Programs get pipes; input is shown after the program's
 * prompt. There is one channel, so it shows the newest run only.
 */
export class RunChannel implements RunView, Disposable {
  readonly tty = false
  readonly #channel = window.createOutputChannel(l10n.t('Sandbox Output'), 'sandrun-output')
  readonly #pump = new OutputPump((text) => this.#channel.append(text))
  #run: SandboxRun | null = null
  #typed: ((text: string) => void) | null = null

  constructor() {
    this.#pump.open()
  }

  /** The run on display, from its start until the next one's. */
  get shown(): SandboxRun | null {
    return this.#run
  }

  tell(): (line: string) => void {
    this.#show(null)
    return (line) => {
      if (this.#run === null) void this.#pump.push(`${line}\n`)
    }
  }

  begin(run: SandboxRun, plan: RunPlan): RunScreen {
    this.#show(run)
    const text = new ChannelText(HEAD_CHARACTERS, TAIL_CHARACTERS)
    const write = (plain: string): Promise<void> | undefined =>
      this.#run === run && plain !== '' ? this.#pump.push(plain) : undefined
    this.#typed = (typed) => void write(text.take('stdout', typed))
    return {
      started: ({ version }) => {
        const answering = plan.request.stdin === undefined ? `${answerLinkText()}\n` : ''
        void write(`${answering}${openingText(plan, version)}\n`)
      },
      write: (channel, bytes) => write(text.decode(channel, bytes)),
      end: () => void write(`${text.end()}${closingText(run.state).lines.join('\n')}\n`),
      add: (words) => void write(`${words}\n`),
    }
  }

  #show(run: SandboxRun | null): void {
    if (this.#run !== run) this.#run?.cancel()
    this.#run = run
    this.#pump.clear()
    if (settings.clearBeforeRun) this.#channel.clear()
    this.#channel.show(true)
  }

  /** Shows input sent to this run, if it is on display. */
  showTyped(run: SandboxRun, text: string): void {
    if (this.#run === run) this.#typed?.(text)
  }

  show(): void {
    this.#channel.show(true)
  }

  dispose(): void {
    this.#channel.dispose()
  }
}
