import { type Event, EventEmitter, type Memento } from 'vscode'
import { settings } from '../settings.ts'
import { closingText } from '../ui/framing.ts'
import { statusText } from '../ui/status-text.ts'
import type { FinishedRun } from './run-recorder.ts'

/** A run of this workspace that has ended. Its code and the files sent with it are not kept. */
export interface HistoryEntry {
  id: string
  /** The file's URI: the same for all its runs. */
  key: string
  title: string
  language: string
  /** RFC 3339, UTC. */
  at: string
  good: boolean
  /** As in the status bar: `ok · 12 ms · 9 MB`. */
  words: string
  /** The program's output, plain and bounded. */
  output: string
  /** How it ended, in lines. */
  closing: string
}

/** The run of the history that a command was called on, if any. */
export function entryFrom(target: unknown): HistoryEntry | undefined {
  const isEntry = typeof target === 'object' && target !== null && 'output' in target && 'closing' in target
  return isEntry ? (target as HistoryEntry) : undefined
}

/** The format of the stored data is part of the name. */
const STORED_AS = 'sandrun.history.1'

/** All outputs together, in characters: VS Code keeps a workspace's state in memory. */
const MOST_CHARACTERS = 1024 * 1024

/** The last runs of this workspace, newest first, in VS Code's workspace state. */
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
    const { lines, good } = closingText(state)
    const entry = {
      id: result.id,
      key,
      title,
      language,
      at: result.startedAt,
      good,
      words: statusText(state).text,
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

/** The newest of these within the limits on number and length. */
function bounded(entries: readonly HistoryEntry[], most: number): HistoryEntry[] {
  let room = MOST_CHARACTERS
  return entries.slice(0, most).filter(({ output }) => (room -= output.length) >= 0)
}
