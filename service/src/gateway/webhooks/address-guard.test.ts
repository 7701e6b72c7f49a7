import { expect, it } from 'vitest'
import { AddressGuard } from './address-guard.ts'

const guard = new AddressGuard([])

it.each(['93.184.215.14', '1.1.1.1', '2606:4700:4700::1111'])('allows calls to %s', (address) => {
  expect(guard.allows(address)).toBe(true)
})

it.each([
  '127.0.0.1',
  '127.8.8.8',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '192.0.2.1',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'fd00::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::127.0.0.1',
  '::7f00:1',
  '::10.0.0.1',
  '::2',
  '4000::1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
])('refuses calls to %s', (address) => {
  expect(guard.allows(address)).toBe(false)
})

it('allows calls to networks that the operator allows, and to no others', () => {
  const some = new AddressGuard(['10.1.0.0/16', '127.0.0.1', 'fd00::/8'])
  expect(['10.1.9.9', '127.0.0.1', '::ffff:10.1.0.1', 'fd12::1'].map((address) => some.allows(address))).toEqual(
    Array(4).fill(true),
  )
  expect(['10.2.0.1', '127.0.0.2', 'fe80::1'].map((address) => some.allows(address))).toEqual(Array(3).fill(false))
})

it.each([
  'http://localhost/',
  'http://127.1/',
  'http://0x7f000001/',
  'http://2130706433/',
  'http://[::1]:80/',
  'http://[::ffff:7f00:1]/',
  'http://[::127.0.0.1]/',
])('refuses %s, however it is written', async (url) => {
  await expect(guard.check(new URL(url))).rejects.toMatchObject({ code: 'webhook-refused', field: 'webhook.url' })
})

/** The parts that 127.0.0.1 may be written in, one to four of them (WHATWG URL, "IPv4 parser"). */
const PARTS = [[0x7f_00_00_01], [127, 1], [127, 0, 1], [127, 0, 0, 1]]
const RADIXES = [String, (part: number) => `0x${part.toString(16)}`, (part: number) => `0${part.toString(8)}`] as const

/** Every way to write these parts, each in decimal, hexadecimal or octal. */
function spellings(parts: readonly number[]): string[] {
  return parts.reduce<string[]>(
    (starts, part) =>
      starts.flatMap((start) => RADIXES.map((write) => (start === '' ? '' : `${start}.`) + write(part))),
    [''],
  )
}

it('refuses this machine in every way there is to write its address', async () => {
  const ways = PARTS.flatMap(spellings)
  expect(new Set(ways).size).toBe(120)
  for (const way of ways) {
    expect(new URL(`http://${way}/`).hostname).toBe('127.0.0.1')
    await expect(guard.check(new URL(`http://${way}/`))).rejects.toMatchObject({ code: 'webhook-refused' })
  }
})

it('refuses a host that does not exist', async () => {
  await expect(guard.check(new URL('http://no-such-host.invalid/'))).rejects.toMatchObject({ code: 'webhook-refused' })
})
