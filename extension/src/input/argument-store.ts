import { splitArguments } from '@sandrun/shared'
import type { FileMemory } from '../program/file-memory.ts'

/** Keeps each file's arguments, as typed, while the workspace is known. */
export class ArgumentStore {
  readonly #memory: FileMemory

  constructor(memory: FileMemory) {
    this.#memory = memory
  }

  typedFor(key: string): string {
    const typed = this.#memory.get('arguments', key)
    return typeof typed === 'string' ? typed : ''
  }

  for(key: string): string[] {
    return splitArguments(this.typedFor(key))
  }

  async set(key: string, typed: string): Promise<void> {
    await this.#memory.set('arguments', key, typed === '' ? undefined : typed)
  }
}
