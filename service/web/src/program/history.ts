import { type Signal, signal } from '@preact/signals'
import { VERDICTS } from '@sandrun/shared'
import * as z from 'zod/mini'
import { type Program, ProgramSchema } from './program.ts'

const KEY = 'sandrun.history'
const DRAFT_KEY = 'sandrun.draft'

const DRAFT_DELAY_MS = 500

const MOST_ENTRIES = 50
/** Of the some five million characters a browser gives a site. */
const MOST_CHARACTERS = 1_000_000

const EntrySchema = z.object({
  /** RFC 3339, UTC. */
  at: z.string(),
  verdict: z.enum(VERDICTS),
  program: ProgramSchema,
})

export type HistoryEntry = z.infer<typeof EntrySchema>

/** What was run in this browser, newest first, and what is being written. It stays in this browser, and is bounded. */
export class History {
  readonly entries: Signal<readonly HistoryEntry[]>
  readonly #storage: Storage
  #draft: Program | undefined
  #writing: ReturnType<typeof setTimeout> | undefined

  constructor(storage: Storage) {
    this.#storage = storage
    this.entries = signal(z.array(EntrySchema).safeParse(this.#read(KEY)).data ?? [])
  }

  /** Notes a run. One more of the same program takes the place of the last. */
  add(entry: HistoryEntry): void {
    const same = JSON.stringify(entry.program)
    const others = this.entries.value.filter(({ program }) => JSON.stringify(program) !== same)
    this.#keep([entry, ...others])
  }

  remove(entry: HistoryEntry): void {
    this.#keep(this.entries.value.filter((one) => one !== entry))
  }

  clear(): void {
    this.entries.value = []
    this.#storage.removeItem(KEY)
    this.#storage.removeItem(DRAFT_KEY)
  }

  get draft(): Program | undefined {
    return ProgramSchema.safeParse(this.#read(DRAFT_KEY)).data
  }

  /** Keeps what is being written. It reaches the storage a moment later, not with each key. */
  keepDraft(program: Program): void {
    this.#draft = program
    this.#writing ??= setTimeout(() => this.writeDraft(), DRAFT_DELAY_MS)
  }

  /** Writes at once what is kept: the page may go. */
  writeDraft(): void {
    clearTimeout(this.#writing)
    this.#writing = undefined
    if (this.#draft !== undefined) this.#write(DRAFT_KEY, JSON.stringify(this.#draft))
    this.#draft = undefined
  }

  #keep(entries: readonly HistoryEntry[]): void {
    let characters = 0
    this.entries.value = entries.slice(0, MOST_ENTRIES).filter((entry) => {
      characters += JSON.stringify(entry).length
      return characters <= MOST_CHARACTERS
    })
    this.#write(KEY, JSON.stringify(this.entries.value))
  }

  #read(key: string): unknown {
    try {
      return JSON.parse(this.#storage.getItem(key) ?? 'null')
    } catch {
      return null
    }
  }

  #write(key: string, text: string): void {
    try {
      this.#storage.setItem(key, text)
    } catch (error) {
      // A browser that has no room forgets it with the page; running goes on.
      if (!(error instanceof DOMException)) throw error
    }
  }
}
