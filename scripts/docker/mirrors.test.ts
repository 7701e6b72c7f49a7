import { expect, test } from 'vitest'
import { readMirrors } from './mirrors.mjs'

const DEFAULTS = { archive: 'http://deb.debian.org/debian', security: 'http://deb.debian.org/debian-security' }

const DEB822 = `Types: deb deb-src
# a comment
URIs: https://mirror.example/debian/
Suites: bookworm bookworm-updates
Components: main

Types: deb
URIs: https://mirror.example/debian-security
Suites: bookworm-security
Components: main
`

const ONE_LINE = `# deb http://commented.example/debian bookworm main
deb [arch=amd64 signed-by=/x.gpg] http://near.example/debian bookworm main contrib
deb-src http://sources.example/debian bookworm main
deb http://near.example/security/ bookworm-security main
`

test('reads the deb822 format', () => {
  expect(readMirrors([DEB822], 'bookworm')).toEqual({
    archive: 'https://mirror.example/debian',
    security: 'https://mirror.example/debian-security',
  })
})

test('reads the one-line format, past comments, options and sources', () => {
  expect(readMirrors([ONE_LINE], 'bookworm')).toEqual({
    archive: 'http://near.example/debian',
    security: 'http://near.example/security',
  })
})

test('ignores other repositories and disabled ones', () => {
  const other = 'deb https://deb.nodesource.com/node_20.x nodistro main\n'
  const off = DEB822.replaceAll('Types: deb', 'Enabled: no\nTypes: deb')
  expect(readMirrors([other, off, ONE_LINE], 'bookworm').archive).toBe('http://near.example/debian')
})

test('uses the public mirror if the machine has a CD or no mirror', () => {
  expect(readMirrors(['deb cdrom:[Debian]/ bookworm main\n', ''], 'bookworm')).toEqual(DEFAULTS)
})

test('reads each of the two mirrors separately', () => {
  expect(readMirrors(['deb http://near.example/debian bookworm main\n'], 'bookworm')).toEqual({
    ...DEFAULTS,
    archive: 'http://near.example/debian',
  })
})
