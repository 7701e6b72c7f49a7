import { type TextDocument, workspace } from 'vscode'
import type { Program } from './program.ts'
import { programIn } from './program-source.ts'
import type { RunController } from './run-controller.ts'

/** Starts runs, and starts them again with what the file says by then. */
export class Launcher {
  readonly #controller: RunController
  readonly #programs = new Map<string, Program>()
  #last: string | undefined

  constructor(controller: RunController) {
    this.#controller = controller
  }

  /** The key of the file that was run last. */
  get last(): string | undefined {
    return this.#last
  }

  /** Runs the document's text. Resolves when the run is over. */
  async run(document: TextDocument): Promise<void> {
    const program = await programIn(document)
    if (program !== undefined) await this.#run(program)
  }

  /** Runs a file again, the last one when none is given. Undefined keys and files never run do nothing. */
  async rerun(key: string | undefined = this.#last): Promise<boolean> {
    const program = key === undefined ? undefined : this.#programs.get(key)
    if (program === undefined) return false
    const open = workspace.textDocuments.find(({ uri }) => uri.toString() === program.key)
    // A file that has been closed runs as it was.
    if (open === undefined) await this.#run(program)
    else await this.run(open)
    return true
  }

  async #run(program: Program): Promise<void> {
    this.#programs.set(program.key, program)
    this.#last = program.key
    await this.#controller.run(program)
  }
}
