import { LocalRates } from '../drivers/local/local-rates.ts'
import { openDatabase } from '../drivers/sqlite/database.ts'
import { SqliteTokens } from '../drivers/sqlite/sqlite-tokens.ts'
import { SqliteUsage } from '../drivers/sqlite/sqlite-usage.ts'
import type { Rates } from '../ports/rates.ts'
import type { TokenStore } from '../ports/token-store.ts'
import type { UsageStore } from '../ports/usage-store.ts'

/** What a gateway knows of those who use it. */
export interface AccessStores extends Disposable {
  tokens: TokenStore
  usage: UsageStore
  rates: Rates
}

/** Those of a service on one machine. */
export function openStores(stateDir: string): AccessStores {
  const database = openDatabase(stateDir)
  return {
    tokens: new SqliteTokens(database),
    usage: new SqliteUsage(database),
    rates: new LocalRates(),
    [Symbol.dispose]: () => database.close(),
  }
}
