import { randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import * as z from 'zod/mini'

/** This many processes can share a state directory and still find their identity again. */
const MAX_NODES = 16

const Row = z.object({ id: z.uuid() })

/** The identity of this process for other processes, and for its successor. */
export interface NodeIdentity extends Disposable {
  id: string
  /** Whether the next process that takes this place has the same id. */
  lasting: boolean
}

/**
 * Takes the first free place in the state directory. A place is a database with a random id, which its process keeps
 * locked (sqlite.org/pragma.html#pragma_locking_mode); the kernel releases the lock, however the process ends. So a
 * dead process left everything that carries the id of a place just taken. If the directory is not writable, or all
 * places are taken, the id is for this process alone.
 */
export function claimNode(stateDir: string): NodeIdentity {
  try {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 })
  } catch {
    return passing()
  }
  for (let place = 1; place <= MAX_NODES; place++) {
    const taken = take(join(stateDir, `node-${place}.db`))
    if (taken !== null) return taken
  }
  return passing()
}

/** Null when another process has it, or it can't be written. */
function take(path: string): NodeIdentity | null {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path)
    chmodSync(path, 0o600)
    // The first write takes the lock, and keeps it.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
    database.exec('CREATE TABLE IF NOT EXISTS node (id TEXT NOT NULL) STRICT')
    const row = database.prepare('SELECT id FROM node').get()
    const id = row === undefined ? randomUUID() : Row.parse(row).id
    if (row === undefined) database.prepare('INSERT INTO node (id) VALUES (?)').run(id)
    database.exec('COMMIT')
    const held = database
    return { id, lasting: true, [Symbol.dispose]: () => held.close() }
  } catch {
    database?.close()
    return null
  }
}

function passing(): NodeIdentity {
  return { id: randomUUID(), lasting: false, [Symbol.dispose]() {} }
}
