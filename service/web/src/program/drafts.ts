import * as z from 'zod/mini'
import { readJson, writeText } from './browser-storage.ts'
import { type Program, ProgramSchema } from './program.ts'

const KEY = 'sandrun.draft'
/** The copies of all tabs, each by the name of its tab. */
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
 * What is being written, for each tab by itself: in the tab's own storage, where it outlives a reload, and as a copy in
 * the browser's, where it outlives the tab.
 */
export class Drafts {
  readonly #tab: string
  readonly #forTab: Storage
  readonly #forBrowser: Storage
  #draft: Draft | null = null
  #writing: ReturnType<typeof setTimeout> | undefined

  /** `tab` is a name of this document's own. */
  constructor(tab: string, forTab: Storage, forBrowser: Storage) {
    this.#tab = tab
    this.#forTab = forTab
    this.#forBrowser = forBrowser
  }

  /** What this tab had before it was loaded again. Its copy is another from now on. */
  takeOwn(): Draft | undefined {
    const own = DraftSchema.safeParse(readJson(this.#forTab, KEY)).data
    if (own !== undefined) this.#forBrowser.removeItem(COPY + own.tab)
    return own
  }

  /** What tabs have left that are gone: what a person wrote before samples, newest first. It is nobody else's after that. */
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

  /** Keeps what is being written. It reaches the storage a moment later, not with each key. */
  keep(program: Program, { isSample }: { isSample: boolean }): void {
    this.#draft = { tab: this.#tab, at: new Date().toISOString(), program, isSample }
    this.#writing ??= setTimeout(() => this.write(), DELAY_MS)
  }

  /** Writes at once what is kept: the page may go. */
  write(): void {
    clearTimeout(this.#writing)
    this.#writing = undefined
    if (this.#draft === null) return
    const text = JSON.stringify(this.#draft)
    writeText(this.#forTab, KEY, text)
    writeText(this.#forBrowser, COPY + this.#tab, text)
  }
}
