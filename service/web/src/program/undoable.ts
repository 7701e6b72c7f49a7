import { batch, signal } from '@preact/signals'
import type { History, HistoryEntry } from './history.ts'
import { isSameProgram, type Program } from './program.ts'
import type { Workspace } from './workspace.ts'

/** A sentence about the last removal, and its undo. */
interface Offer {
  text: string
  undo: () => void
}

/** All actions that remove a user's work, with an undo for the newest. */
export class Undoable {
  readonly offer = signal<Offer | null>(null)
  readonly #workspace: Workspace
  readonly #history: History

  constructor(workspace: Workspace, history: History) {
    this.#workspace = workspace
    this.#history = history
  }

  /** Replaces the current program, which goes into History if a person has edited it. */
  open(program: Program, { isSample }: { isSample: boolean }): void {
    const before = this.#workspace.program.peek()
    batch(() => {
      if (!isSameProgram(before, program) && this.#isWorthKeeping()) {
        const entry = this.#history.addUnrun(before)
        this.#offer('Your previous program is in History.', () => this.#bringBack(before, entry))
      }
      this.#workspace.open(program, { isSample })
    })
  }

  removeFile(path: string): void {
    const at = this.#workspace.program.peek().files.findIndex((file) => file.path === path)
    const file = this.#workspace.remove(path)
    if (file !== undefined) this.#offer(`Removed ${path}.`, () => this.#workspace.putBack(file, at))
  }

  removeCase(index: number): void {
    const { cases } = this.#workspace.program.peek()
    const removed = cases[index]
    if (removed === undefined) return
    this.#workspace.change({ cases: cases.toSpliced(index, 1) })
    this.#offer(`Removed case ${index + 1}.`, () => {
      this.#workspace.change({ cases: this.#workspace.program.peek().cases.toSpliced(index, 0, removed) })
    })
  }

  /** Lets input be typed while the program runs. */
  dropInput(): void {
    const { stdin } = this.#workspace.program.peek()
    this.#workspace.change({ stdin: null })
    if (stdin === null || stdin === '') return
    this.#offer('Removed the input.', () => this.#workspace.change({ stdin }))
  }

  removeEntry(entry: HistoryEntry): void {
    this.#history.remove(entry)
    this.#offer('Removed the entry.', () => this.#history.restore([entry]))
  }

  clearHistory(): void {
    const removed = this.#history.entries.peek()
    this.#history.clear()
    this.#offer('Cleared the history.', () => this.#history.restore(removed))
  }

  /** Whether there was something to undo. */
  undo(): boolean {
    const offer = this.offer.peek()
    if (offer === null) return false
    batch(() => {
      this.offer.value = null
      offer.undo()
    })
    return true
  }

  #bringBack(program: Program, entry: HistoryEntry | undefined): void {
    if (this.#isWorthKeeping()) this.#history.addUnrun(this.#workspace.program.peek())
    if (entry !== undefined) this.#history.remove(entry)
    this.#workspace.open(program, { isSample: false })
  }

  #isWorthKeeping(): boolean {
    return (
      !this.#workspace.isSample && this.#workspace.program.peek().files.some(({ content }) => content.trim() !== '')
    )
  }

  #offer(text: string, undo: () => void): void {
    this.offer.value = { text, undo }
  }
}
