import * as z from 'zod/mini'
import { readJson, writeText } from './browser-storage.ts'
import { type Program, ProgramSchema } from './program.ts'

const KEY = 'sandrun.draft'
/** The copies of all tabs, by tab name. */
const COPY = `${KEY}.`

const DELAY_MS = 500

const DraftSchema = z.object({
  tab: z.string(),
  /** RFC 3339, UTC. */
  at: z.string(),
  program: ProgramSchema,
  isSample: z.boolean(),
})

type Draft = z.infer<typeof DraftSchema>

/**
 * A draft for each tab: in the tab's own storage, where it survives a reload, and as a copy in the browser's, where it
 * survives the tab.
 */
export class Drafts {
  readonly #tab: string
  readonly #forTab: Storage
  readonly #forBrowser: Storage
  #draft: Draft | null = null
  #writing: ReturnType<typeof setTimeout> | undefined

  /** `tab` is this document's unique name. */
  constructor(tab: string, forTab: Storage, forBrowser: Storage) {
    this.#tab = tab
    this.#forTab = forTab
    this.#forBrowser = forBrowser
  }

  /** This tab's draft from before it was reloaded. Its copy gets a new name. */
  takeOwn(): Draft | undefined {
    const own = DraftSchema.safeParse(readJson(this.#forTab, KEY)).data
    if (own !== undefined) this.#forBrowser.removeItem(COPY + own.tab)
    return own
  }

  /** The drafts of closed tabs: a person's code before samples, newest first. No other tab gets them after that. */
  takeLeft(alive: ReadonlySet<string>): Draft[] {
    const keys = Array.from({ length: this.#forBrowser.length }, (_none, index) => this.#forBrowser.key(index) ?? '')
    const left = keys
      .filter((key) => key.startsWith(COPY) && ![this.#tab, ...alive].includes(key.slice(COPY.length)))
      .flatMap((key) => {
        const draft = DraftSchema.safeParse(readJson(this.#forBrowser, key)).data
        this.#forBrowser.removeItem(key)
        return draft ?? []
      })
    return left.toSorted((a, b) => Number(a.isSample) - Number(b.isSample) || b.at.localeCompare(a.at))
  }

  /** Keeps a draft. It is stored a moment later, not at each key. */
  keep(program: Program, { isSample }: { isSample: boolean }): void {
    this.#draft = { tab: this.#tab, at: new Date().toISOString(), program, isSample }
    this.#writing ??= setTimeout(() => this.write(), DELAY_MS)
  }

  /** Stores the draft at once: the page may close. */
  write(): void {
    clearTimeout(this.#writing)
    this.#writing = undefined
    if (this.#draft === null) return
    const text = JSON.stringify(this.#draft)
    writeText(this.#forTab, KEY, text)
    writeText(this.#forBrowser, COPY + this.#tab, text)
  }
}
