import { describe, expect, it } from 'vitest'
import { isHostAllowed, isLoopback, isNetwork, isOriginAllowed, networkOf } from './addresses.ts'

describe('isLoopback', () => {
  it.each(['localhost', 'LOCALHOST', 'localhost.', '127.0.0.1', '127.9.9.9', '::1', '[::1]'])('knows %s', (name) => {
    expect(isLoopback(name)).toBe(true)
  })
  it.each(['0.0.0.0', '127.0.0.1.evil.example', 'localhost.evil.example', '128.0.0.1', ''])('refuses %s', (name) => {
    expect(isLoopback(name)).toBe(false)
  })
})

describe('isHostAllowed', () => {
  it.each([
    'localhost:8080',
    'localhost.',
    'localhost.:8080',
    '127.0.0.1',
    '[::1]:8080',
    'runs.example:443',
    'Runs.Example.',
  ])('admits %s', (header) => {
    expect(isHostAllowed(header, '127.0.0.1', ['runs.example'])).toBe(true)
  })
  it.each([
    'evil.example',
    'evil.example:8080',
    '',
    'a b',
    'localhost.evil.example:8080',
    'localhost/evil',
    'localhost/',
    'localhost?evil',
    'localhost#evil',
    'evil@localhost',
    'localhost\\evil',
    'localhost:80:80',
    'localhost..',
    '.',
  ])('refuses %s', (header) => {
    expect(isHostAllowed(header, '127.0.0.1', ['runs.example'])).toBe(false)
  })
})

describe('isOriginAllowed', () => {
  it.each(['http://runs.example:8080', 'http://localhost:3000', 'vscode-file://vscode-app', 'https://wiki.example'])(
    'admits %s',
    (origin) => expect(isOriginAllowed(origin, 'runs.example:8080', ['https://wiki.example'])).toBe(true),
  )
  it.each([
    'https://evil.example',
    'null',
    '',
    'file://',
    'http://localhost.evil.example',
    'vscode-webview://a.evil/x',
  ])('refuses %s', (origin) => expect(isOriginAllowed(origin, 'runs.example:8080', [])).toBe(false))
})

describe('networkOf', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::'],
    ['2001:db8:1:2::6%eth0', '2001:db8:1:2::'],
    ['::1', '::'],
    ['no address', 'no address'],
  ])('of %s is %s', (address, network) => expect(networkOf(address)).toBe(network))
})

describe('isNetwork', () => {
  it.each(['10.0.0.0/8', '10.1.2.3', 'fd00::/8', '::1', '0.0.0.0/0'])('knows %s', (text) =>
    expect(isNetwork(text)).toBe(true),
  )
  it.each([
    '',
    'localhost',
    '10.0.0.0/33',
    'fd00::/129',
    '10.0.0.0/',
    '10.0.0/8',
    '10.0.0.0/8/8',
    'fe80::1%eth0',
    '0x7f.1',
  ])('refuses %s', (text) => expect(isNetwork(text)).toBe(false))
})
