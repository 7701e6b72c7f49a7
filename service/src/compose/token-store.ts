import { openDatabase } from '../drivers/sqlite/database.ts'
import { SqliteTokens } from '../drivers/sqlite/sqlite-tokens.ts'
import type { TokenStore } from '../ports/token-store.ts'

interface OpenTokens extends Disposable {
  tokens: TokenStore
}

/** The tokens in a service's state folder. The service may be stopped, and needs no restart. */
export function openTokenStore(stateDir: string): OpenTokens {
  const database = openDatabase(stateDir)
  return { tokens: new SqliteTokens(database), [Symbol.dispose]: () => database.close() }
}
