import type { Memento } from 'vscode'
import { splitWords } from './words.ts'

/** Keeps the arguments of each file, as they were typed, for as long as the workspace is known. */
export class ArgumentStore {
  readonly #memento: Memento

  constructor(memento: Memento) {
    this.#memento = memento
  }

  typedFor(key: string): string {
    return this.#memento.get(storageKey(key), '')
  }

  for(key: string): string[] {
    return splitWords(this.typedFor(key))
  }

  async set(key: string, typed: string): Promise<void> {
    await this.#memento.update(storageKey(key), typed === '' ? undefined : typed)
  }
}

function storageKey(key: string): string {
  return `arguments:${key}`
}
