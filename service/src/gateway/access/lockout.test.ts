import { SandrunError } from '@sandrun/shared'
import { expect, it } from 'vitest'
import type { Lockout } from './lockout.ts'
import { lockoutAt } from '../../../test/support/lockout.ts'

/** The seconds that an address has to wait, as the answer says. */
async function waitOf(lockout: Lockout, address: string): Promise<number> {
  try {
    await lockout.check(address)
    return 0
  } catch (error) {
    return error instanceof SandrunError ? (error.retryAfter ?? 0) : Number.NaN
  }
}

it('doubles the wait with each further failure, up to a quarter of an hour', async () => {
  const lockout = lockoutAt(() => 0)
  const waits: number[] = []
  for (let failure = 0; failure < 25; failure++) {
    await lockout.failed('203.0.113.9')
    waits.push(await waitOf(lockout, '203.0.113.9'))
  }
  expect(waits.slice(0, 14)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16])
  expect(waits.at(-1)).toBe(900)
})

it('forgets after an hour without a failure', async () => {
  let now = 1
  const lockout = lockoutAt(() => now)
  for (let failure = 0; failure < 20; failure++) await lockout.failed('203.0.113.9')
  now = 2 * 3_600_000
  await lockout.failed('203.0.113.9')
  expect(await waitOf(lockout, '203.0.113.9')).toBe(0)
})

it('treats an IPv6 network as one client, and an IPv4 address in IPv6 as itself', async () => {
  const lockout = lockoutAt(() => 0)
  for (let failure = 0; failure < 10; failure++) await lockout.failed(`2001:db8::${failure}`)
  expect(await waitOf(lockout, '2001:db8:0:0:ffff::1')).toBe(1)
  expect(await waitOf(lockout, '2001:db8:0:1::1')).toBe(0)
  for (let failure = 0; failure < 10; failure++) await lockout.failed('::ffff:203.0.113.9')
  expect(await waitOf(lockout, '203.0.113.9')).toBe(1)
})

it('keeps no more addresses than it may', async () => {
  const lockout = lockoutAt(() => 0)
  for (let failure = 0; failure < 10; failure++) await lockout.failed('203.0.113.9')
  for (let other = 0; other < 10_000; other++) await lockout.failed(`10.0.${other >> 8}.${other & 255}`)
  expect(await waitOf(lockout, '203.0.113.9')).toBe(0)
})
