import { beforeEach, describe, expect, it } from 'vitest'
import type { TokenStore } from '../../src/ports/token-store.ts'

const HASH = new Uint8Array(32).fill(7)
const ada = { name: 'ada', role: 'user', limits: { memoryMb: 512 }, caps: { running: 2 }, expiresAt: null } as const

/** The contract of every token store. `open` creates two for one installation, like two processes, with one clock. */
export function tokenStoreContract(name: string, open: (now: () => number) => [TokenStore, TokenStore]): void {
  describe(`${name} as a store of tokens`, () => {
    let now: number
    let mine: TokenStore
    let theirs: TokenStore

    beforeEach(() => {
      now = 1000
      ;[mine, theirs] = open(() => now)
    })

    it("shows another process's changes at once", async () => {
      await mine.add({ ...ada, id: 'a', hash: HASH })
      expect(await theirs.find('a')).toEqual({ ...ada, id: 'a', hash: HASH, createdAt: 1000, revokedAt: null })
      now = 2000
      await theirs.revoke('a')
      expect(await mine.find('a')).toMatchObject({ revokedAt: 2000 })
      expect(await mine.find('b')).toBeNull()
    })

    it('gives a name to one valid token at a time', async () => {
      await mine.add({ ...ada, id: 'a', hash: HASH })
      await expect(theirs.add({ ...ada, id: 'b', hash: HASH })).rejects.toMatchObject({ code: 'invalid-request' })
      expect(await mine.revoke('ada')).toMatchObject({ id: 'a' })
      expect(await mine.revoke('ada')).toBeNull()
      now = 2000
      await mine.add({ ...ada, id: 'b', hash: HASH })
      expect((await theirs.list()).map(({ id, revokedAt }) => [id, revokedAt])).toEqual([
        ['a', 1000],
        ['b', null],
      ])
    })

    it('gives a name to one token, even if two ask at the same time', async () => {
      const both = await Promise.allSettled([
        mine.add({ ...ada, id: 'a', hash: HASH }),
        theirs.add({ ...ada, id: 'b', hash: HASH }),
      ])
      expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    })
  })
}
