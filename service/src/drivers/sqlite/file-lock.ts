import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Takes the one lock of a folder, which it creates for its owner alone; null when a living process has it. The lock is
 * a locked database (sqlite.org/lang_transaction.html), so on every system the kernel releases it, however the process
 * ends. Throws the errors of SQLite or the file system for anything else.
 */
export function lockFolder(folder: string): Disposable | null {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'lock.db')
  const database = new DatabaseSync(path)
  try {
    chmodSync(path, 0o600)
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (isBusy(error)) return null
    throw error
  }
  return { [Symbol.dispose]: () => database.close() }
}

/** SQLITE_BUSY (sqlite.org/rescode.html#busy), as `node:sqlite` reports it. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5
}
