import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach } from 'vitest'
import { tokenStoreContract } from '../../../test/contracts/token-store.ts'
import { usageStoreContract } from '../../../test/contracts/usage-store.ts'
import { openDatabase } from './database.ts'
import { SqliteTokens } from './sqlite-tokens.ts'
import { SqliteUsage } from './sqlite-usage.ts'

let stateDir: string
let opened: DatabaseSync[]
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'sandrun-state-'))
  opened = []
})
afterEach(() => {
  for (const database of opened) database.close()
  rmSync(stateDir, { recursive: true })
})

function open(): DatabaseSync {
  const database = openDatabase(stateDir)
  opened.push(database)
  return database
}

tokenStoreContract('SQLite', (now) => [new SqliteTokens(open(), now), new SqliteTokens(open(), now)])
usageStoreContract('SQLite', () => new SqliteUsage(open()))
