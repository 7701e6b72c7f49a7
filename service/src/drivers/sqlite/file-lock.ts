import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Takes the one lock of a folder, which is made for its owner alone; null where a living process has it. It is a database that is
 * kept locked (sqlite.org/lang_transaction.html), so the kernel gives it back, however its process ends, on every system.
 * Throws what SQLite or the file system say of anything else.
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

/** SQLITE_BUSY (sqlite.org/rescode.html#busy), as `node:sqlite` has it. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5
}
