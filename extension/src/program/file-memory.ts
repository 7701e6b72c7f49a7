import { type Disposable, type Memento, workspace } from 'vscode'

/** Keeps values for each file while the workspace is known; for an unsaved editor, until it is closed. */
export class FileMemory implements Disposable {
  readonly #memento: Memento
  readonly #untitled = new Map<string, unknown>()
  readonly #closed: Disposable

  constructor(memento: Memento) {
    this.#memento = memento
    // The next untitled editor may have the same name.
    this.#closed = workspace.onDidCloseTextDocument(({ uri, isUntitled }) => {
      if (!isUntitled) return
      for (const key of this.#untitled.keys()) if (key.endsWith(`:${uri.toString()}`)) this.#untitled.delete(key)
    })
  }

  /** The value for this file under this name. */
  get(what: string, file: string): unknown {
    const key = `${what}:${file}`
    return wasNeverSaved(file) ? this.#untitled.get(key) : this.#memento.get(key)
  }

  /** Undefined deletes it. */
  async set(what: string, file: string, value: unknown): Promise<void> {
    const key = `${what}:${file}`
    if (wasNeverSaved(file)) this.#untitled.set(key, value)
    else await this.#memento.update(key, value)
  }

  dispose(): void {
    this.#closed.dispose()
  }
}

function wasNeverSaved(file: string): boolean {
  return file.startsWith('untitled:')
}
