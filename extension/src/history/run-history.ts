import { type Event, EventEmitter, type Memento } from 'vscode'
import { settings } from '../settings.ts'
import { closingWords } from '../ui/framing.ts'
import { statusWords } from '../ui/status-text.ts'
import type { FinishedRun } from './run-recorder.ts'

/** A run of this workspace that has ended. Neither its code nor what was sent with it is kept. */
export interface HistoryEntry {
  id: string
  /** The same for every run of the same file: its URI. */
  key: string
  title: string
  language: string
  /** RFC 3339, UTC. */
  at: string
  good: boolean
  /** As the status bar had it: `ok · 12 ms · 9 MB`. */
  words: string
  /** What the program said, plain and bounded. */
  output: string
  /** How it ended, in lines. */
  closing: string
}

/** What a command was called on, if that is a run of the history. */
export function entryFrom(target: unknown): HistoryEntry | undefined {
  const isEntry = typeof target === 'object' && target !== null && 'output' in target && 'closing' in target
  return isEntry ? (target as HistoryEntry) : undefined
}

/** The shape of what is stored is part of the name. */
const STORED_AS = 'sandrun.history.1'

/** All outputs together, in characters: VS Code keeps a workspace's state in memory. */
const MOST_CHARACTERS = 1024 * 1024

/** The last runs of this workspace, newest first, in the state VS Code keeps for it. */
export class RunHistory {
  readonly #state: Memento
  readonly #changes = new EventEmitter<void>()
  readonly onDidChange: Event<void> = this.#changes.event

  constructor(state: Memento) {
    this.#state = state
  }

  get entries(): readonly HistoryEntry[] {
    return this.#state.get<HistoryEntry[]>(STORED_AS, [])
  }

  /** The run of the same file before this one. */
  before(entry: HistoryEntry): HistoryEntry | undefined {
    const { entries } = this
    const at = entries.findIndex(({ id }) => id === entry.id)
    return entries.slice(at + 1).find(({ key }) => key === entry.key)
  }

  async add({ key, title, language, result, output }: FinishedRun): Promise<void> {
    const state = { name: 'ended', result } as const
    const { lines, good } = closingWords(state)
    const entry = {
      id: result.id,
      key,
      title,
      language,
      at: result.startedAt,
      good,
      words: statusWords(state).text,
      output,
      closing: lines.join('\n'),
    }
    await this.#store(bounded([entry, ...this.entries], settings.historySize))
  }

  async clear(): Promise<void> {
    await this.#store([])
  }

  dispose(): void {
    this.#changes.dispose()
  }

  async #store(entries: readonly HistoryEntry[]): Promise<void> {
    await this.#state.update(STORED_AS, entries)
    this.#changes.fire()
  }
}

/** The newest of these that are neither too many nor too long. */
function bounded(entries: readonly HistoryEntry[], most: number): HistoryEntry[] {
  let room = MOST_CHARACTERS
  return entries.slice(0, most).filter(({ output }) => (room -= output.length) >= 0)
}
