import { type TextDocument, l10n, window, workspace } from 'vscode'
import type { ArgumentStore } from '../input/argument-store.ts'
import type { GivenInput } from '../program/given-input.ts'
import type { InputSource } from '../input/input-source.ts'
import { settings } from '../settings.ts'
import type { Program } from '../program/program.ts'
import { programIn, type SelectedText } from './program-source.ts'
import type { RunController } from './run-controller.ts'

/** Deviations of one run from the settings. */
export interface RunOverrides {
  selection?: SelectedText
  /** Replaces the input of the settings. */
  input?: GivenInput
}

/** Starts runs, and repeats them with the file's current text. */
export class Launcher {
  readonly #controller: RunController
  readonly #args: ArgumentStore
  readonly #input: InputSource
  readonly #programs = new Map<string, { program: Program; overrides: RunOverrides }>()
  #last: string | undefined

  constructor(controller: RunController, args: ArgumentStore, input: InputSource) {
    this.#controller = controller
    this.#args = args
    this.#input = input
  }

  /** The key of the last run's file. */
  get last(): string | undefined {
    return this.#last
  }

  /** Runs the document's text, or a part of it. Resolves at the end of the run. */
  async run(document: TextDocument, overrides: RunOverrides = {}): Promise<void> {
    const program = await programIn(document, {
      ...overrides,
      args: this.#args.for(document.uri.toString()),
      input: overrides.input ?? (await this.#input.standing(document)),
    })
    if (program !== undefined) await this.#run(program, overrides)
  }

  /**
   * Repeats a file's last run, input included; by default the last run of all. Does nothing for undefined keys and
   * files that never ran.
   */
  async rerun(key: string | undefined = this.#last): Promise<boolean> {
    const before = key === undefined ? undefined : this.#programs.get(key)
    if (before === undefined) return false
    const open = workspace.textDocuments.find(({ uri }) => uri.toString() === before.program.key)
    // A closed file runs as it was, and so does a part, since its place in the file may have changed.
    if (open === undefined || before.program.part) await this.#run(before.program, before.overrides)
    else await this.run(open, before.overrides)
    return true
  }

  async #run(program: Program, overrides: RunOverrides): Promise<void> {
    const beside = await besideOthers(program, this.#controller)
    if (beside === undefined) return
    this.#programs.set(program.key, { program, overrides })
    this.#last = program.key
    await this.#controller.run(program, beside)
  }
}

/** Whether to run a file beside its other run; undefined if the user decides to run nothing. */
async function besideOthers({ key, fileName }: Program, { running }: RunController): Promise<boolean | undefined> {
  const wanted = settings.whenRunning
  if (wanted !== 'ask' || !running.some((run) => run.key === key)) return wanted === 'beside'
  const replace = l10n.t('Replace It')
  const beside = l10n.t('Run Beside It')
  const chosen = await window.showInformationMessage(l10n.t('{0} is still running.', fileName), replace, beside)
  return chosen === undefined ? undefined : chosen === beside
}
