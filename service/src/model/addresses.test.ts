import { describe, expect, it } from 'vitest'
import { isHostAllowed, isLoopback, isOriginAllowed } from './addresses.ts'

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
  ])('lets %s in', (header) => {
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
    'lets %s in',
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
