import { expect, it } from 'vitest'
import { FIRST_UID, LAST_UID, UidAllocator } from './uid-allocator.ts'

it('never gives a uid twice while it is in use, and wraps around', () => {
  const uids = new UidAllocator(LAST_UID - 1)
  const taken = Array.from({ length: 4 }, () => uids.take())
  expect(taken).toEqual([LAST_UID - 1, LAST_UID, FIRST_UID, FIRST_UID + 1])
})

it('gives a freed uid back last', () => {
  const uids = new UidAllocator(FIRST_UID)
  uids.release(uids.take())
  expect(uids.take()).toBe(FIRST_UID + 1)
})
