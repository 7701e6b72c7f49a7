import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openDatabase } from '../../drivers/sqlite/database.ts'
import { SqliteTokens } from '../../drivers/sqlite/sqlite-tokens.ts'
import { createToken, StoredTokens } from './stored-tokens.ts'

let stateDir: string
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'sandrun-state-'))
})
afterEach(() => rmSync(stateDir, { recursive: true }))

const ada = { name: 'ada', role: 'user', limits: { memoryMb: 512 }, caps: { running: 2 }, expiresAt: null } as const

it('knows a token that another process has created, and forgets it when that revokes it', async () => {
  using mine = openDatabase(stateDir)
  using theirs = openDatabase(stateDir)
  const verifier = new StoredTokens(new SqliteTokens(mine))
  const store = new SqliteTokens(theirs)
  const token = await createToken(store, ada)
  expect(await verifier.verify(token)).toMatchObject({
    name: 'ada',
    role: 'user',
    limits: { memoryMb: 512 },
    caps: { running: 2 },
  })
  await store.revoke('ada')
  await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'unauthorized', message: /"ada" was revoked/ })
})

it('refuses one that is one character off, and the secret of another', async () => {
  using database = openDatabase(stateDir)
  const store = new SqliteTokens(database)
  const verifier = new StoredTokens(store)
  const token = await createToken(store, ada)
  const other = await createToken(store, { ...ada, name: 'bob' })
  const last = token.endsWith('A') ? 'B' : 'A'
  expect(await verifier.verify(token.slice(0, -1) + last)).toBeNull()
  expect(await verifier.verify(token.slice(0, 21) + other.slice(21))).toBeNull()
  expect(await verifier.verify(`sdr_0000000000000000_${token.slice(21)}`)).toBeNull()
  expect(await verifier.verify('anything')).toBeNull()
})

it('ends a token when its time is up', async () => {
  let now = 1000
  using database = openDatabase(stateDir)
  const store = new SqliteTokens(database, () => now)
  const verifier = new StoredTokens(store, () => now)
  const token = await createToken(store, { ...ada, expiresAt: 2000 })
  expect(await verifier.verify(token)).toMatchObject({ name: 'ada' })
  now = 2000
  await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'unauthorized', message: /"ada" has expired/ })
})

it('keeps no secret, in a file that only its owner can read', async () => {
  using database = openDatabase(stateDir)
  const token = await createToken(new SqliteTokens(database), ada)
  const kept = database.prepare('SELECT * FROM tokens').all()
  expect(JSON.stringify(kept)).not.toContain(token.slice(21))
  expect(statSync(join(stateDir, 'sandrun.db')).mode & 0o777).toBe(0o600)
})
