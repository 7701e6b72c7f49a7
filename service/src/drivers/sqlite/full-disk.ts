import type { DatabaseSync } from 'node:sqlite'
import { SandrunError } from '@sandrun/shared'

/** SQLITE_FULL (sqlite.org/rescode.html). */
const FULL = 13

/** What to throw for an error of SQLite: a full disk is a passing state, so clients may try again. */
export function databaseError(error: unknown): unknown {
  if (!(error instanceof Error) || !('errcode' in error) || error.errcode !== FULL) return error
  return new SandrunError('disk-full', "The disk of the service's state is full.", { cause: error })
}

/** Writes, and throws what `databaseError` says. */
export function written<T>(write: () => T): T {
  try {
    return write()
  } catch (error) {
    throw databaseError(error)
  }
}

/** Undoes a transaction after this error, and returns what to throw. */
export function rolledBack(database: DatabaseSync, error: unknown): unknown {
  try {
    database.exec('ROLLBACK')
  } catch {
    // A full disk has already ended the transaction (sqlite.org/lang_transaction.html): the first error counts.
  }
  return databaseError(error)
}
