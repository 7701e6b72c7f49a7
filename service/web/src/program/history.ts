import { type Signal, signal } from '@preact/signals'
import { VERDICTS } from '@sandrun/shared'
import * as z from 'zod/mini'
import { readJson, writeText } from './browser-storage.ts'
import { isSameProgram, type Program, ProgramSchema } from './program.ts'

const KEY = 'sandrun.history'

const MOST_ENTRIES = 50
/** A browser gives a site some five million characters. */
const MOST_CHARACTERS = 1_000_000

const EntrySchema = z.object({
  /** RFC 3339, UTC. */
  at: z.string(),
  /** Null for a program that was replaced before it ran. */
  verdict: z.nullable(z.enum(VERDICTS)),
  program: ProgramSchema,
})

export type HistoryEntry = z.infer<typeof EntrySchema>

/** Programs that were run or replaced in this browser, newest first. Bounded; stays in this browser. */
export class History {
  readonly entries: Signal<readonly HistoryEntry[]>
  readonly #storage: Storage

  constructor(storage: Storage) {
    this.#storage = storage
    this.entries = signal([])
    this.read()
  }

  /** Reads what another tab has stored. */
  read(): void {
    this.entries.value = z.array(EntrySchema).safeParse(readJson(this.#storage, KEY)).data ?? []
  }

  /** Adds a run; replaces an earlier one of the same program. */
  add(entry: HistoryEntry): void {
    this.#keep([entry, ...this.entries.value.filter(({ program }) => !isSameProgram(program, entry.program))])
  }

  /** Adds a replaced program, unless it is here already; then returns undefined. */
  addUnrun(program: Program, at = new Date().toISOString()): HistoryEntry | undefined {
    if (this.entries.value.some((entry) => isSameProgram(entry.program, program))) return undefined
    const entry = { at, verdict: null, program }
    this.#keep([entry, ...this.entries.value])
    return entry
  }

  remove(entry: HistoryEntry): void {
    this.#keep(this.entries.value.filter((one) => one !== entry))
  }

  clear(): void {
    this.entries.value = []
    this.#storage.removeItem(KEY)
  }

  /** Restores removed entries, each in its place. */
  restore(removed: readonly HistoryEntry[]): void {
    const entries = [...this.entries.value, ...removed]
    this.#keep(entries.toSorted((a, b) => b.at.localeCompare(a.at)))
  }

  #keep(entries: readonly HistoryEntry[]): void {
    let characters = 0
    this.entries.value = entries.slice(0, MOST_ENTRIES).filter((entry, index) => {
      characters += JSON.stringify(entry).length
      // The newest entry is kept, however long it is.
      return index === 0 || characters <= MOST_CHARACTERS
    })
    writeText(this.#storage, KEY, JSON.stringify(this.entries.value))
  }
}
