import { expect, test } from 'vitest'
import { isDebianLike, parseOsRelease } from './apt.mjs'

const DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_CODENAME=bookworm\nID=debian\n'

test('reads quoted and plain fields', () => {
  expect(parseOsRelease(DEBIAN)).toEqual({
    PRETTY_NAME: 'Debian GNU/Linux 12 (bookworm)',
    VERSION_CODENAME: 'bookworm',
    ID: 'debian',
  })
})

test('Debian and its derivatives have apt', () => {
  expect(isDebianLike({ ID: 'debian' })).toBe(true)
  expect(isDebianLike({ ID: 'ubuntu', ID_LIKE: 'debian' })).toBe(true)
  expect(isDebianLike({ ID: 'linuxmint', ID_LIKE: 'ubuntu debian' })).toBe(true)
  expect(isDebianLike({ ID: 'fedora' })).toBe(false)
  expect(isDebianLike({})).toBe(false)
})
