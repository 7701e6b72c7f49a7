import { concatBytes, type RunResult } from '@sandrun/shared'
import { ChannelText } from '../channel/channel-text.ts'
import type { RunPlan } from '../run/run-plan.ts'
import type { RunScreen, RunView, RunViews } from '../run/run-view.ts'
import type { SandboxRun } from '../run/sandbox-run.ts'

/** How much of each run's output is kept, in characters: its head and its tail. */
const HEAD_CHARACTERS = 48 * 1024
const TAIL_CHARACTERS = 16 * 1024

/** How much of the last run's standard output is kept. */
const STDOUT_BYTES = 1024 * 1024

/** A run that has ended, with its output. */
export interface FinishedRun {
  /** The same for every run of a file. */
  key: string
  title: string
  /** The name for display. */
  language: string
  result: RunResult
  /** Plain text, bounded; includes the echo of a terminal's input. */
  output: string
  /** Whether it had a terminal. */
  tty: boolean
  /** The keys typed into a terminal, or the lines sent. */
  typed: string
  /** Bounded. With a terminal it also holds stderr and the echo. */
  stdout: Uint8Array
}

/** Records what views are given to show. */
export class RunRecorder {
  readonly #ended: (run: FinishedRun) => void
  readonly #last = new Map<string, FinishedRun>()
  #newest: FinishedRun | undefined

  constructor(ended: (run: FinishedRun) => void) {
    this.#ended = ended
  }

  /** The file's last run in this window; without a file, the last of all. */
  last(key: string | undefined): FinishedRun | undefined {
    return key === undefined ? this.#newest : this.#last.get(key)
  }

  /** The same views, with recording. */
  listening(views: RunViews): RunViews {
    return {
      viewFor: (key, title, beside) => {
        const view = views.viewFor(key, title, beside)
        return { tty: view.tty, begin: (run, plan) => this.#listen(view, run, plan), tell: () => view.tell() }
      },
    }
  }

  #listen(view: RunView, run: SandboxRun, plan: RunPlan): RunScreen {
    const screen = view.begin(run, plan)
    const text = new ChannelText(HEAD_CHARACTERS, TAIL_CHARACTERS)
    const stdout: Uint8Array[] = []
    let output = ''
    let room = STDOUT_BYTES
    return {
      started: (started) => screen.started(started),
      write: (channel, bytes) => {
        output += text.decode(channel, bytes)
        if (channel === 'stdout' && room > 0) {
          stdout.push(bytes.slice(0, room))
          room -= bytes.length
        }
        return screen.write(channel, bytes)
      },
      add: (words) => screen.add(words),
      end: () => {
        screen.end()
        const { key, title, typed, state } = run
        if (state.name !== 'ended') return
        const whole = output + text.end()
        this.#keep({
          key,
          title,
          language: plan.language.name,
          result: state.result,
          output: whole,
          tty: view.tty !== false,
          typed,
          stdout: concatBytes(stdout),
        })
      },
    }
  }

  #keep(run: FinishedRun): void {
    this.#last.set(run.key, run)
    this.#newest = run
    this.#ended(run)
  }
}
