import { type FSWatcher, statSync, watch } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import { isSkipped } from './program.ts'

/** A save causes several events, and an editor may write several files: events within this time are one change. */
const SETTLE_MS = 50

/** Reports changes of files, or of anything below folders. Still finds a file that an editor replaces. */
export class SourceWatch implements Disposable {
  readonly #watchers: FSWatcher[]
  readonly #isOurs: (path: string) => boolean
  readonly #changed = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #next = Promise.withResolvers<string>()
  #isTold = false

  /** `isOurs` tells paths that the user did not write. Throws when a path does not exist. */
  constructor(paths: readonly string[], isOurs: (path: string) => boolean) {
    this.#isOurs = isOurs
    this.#watchers = paths.map((path) => (statSync(path).isDirectory() ? this.#below(path) : this.#file(path)))
  }

  /** Resolves with a changed path. Call it again before reading the files, so that no change is missed. */
  next(): Promise<string> {
    if (this.#isTold) this.#next = Promise.withResolvers()
    this.#isTold = false
    return this.#next.promise
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    for (const watcher of this.#watchers) watcher.close()
  }

  #below(folder: string): FSWatcher {
    return watch(folder, { recursive: true }, (_event, name) => {
      if (name !== null && !name.split(sep).some(isSkipped)) this.#note(join(folder, name))
    })
  }

  /** Watches the folder, since a replaced file is another file. */
  #file(path: string): FSWatcher {
    return watch(dirname(path), (_event, name) => {
      if (name === basename(path)) this.#note(path)
    })
  }

  #note(path: string): void {
    this.#changed.add(path)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#tell(), SETTLE_MS)
  }

  #tell(): void {
    const path = [...this.#changed].find((changed) => !this.#isOurs(changed))
    this.#changed.clear()
    if (path === undefined) return
    this.#isTold = true
    this.#next.resolve(path)
  }
}
