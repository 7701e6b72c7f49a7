import { expect, it } from 'vitest'
import { bearerToken, identify } from './principal.ts'

const local = { host: '127.0.0.1', token: null }
const headers = { host: 'localhost:8080' }

it('lets anyone on this machine in while no token is configured', () => {
  expect(identify(local, headers, undefined)).toBe('anonymous')
})

it.each([
  ['bound to every interface', { ...local, host: '0.0.0.0' }, headers],
  ['asked under another name', local, { host: 'runs.example' }],
  ['behind a proxy', local, { ...headers, 'x-forwarded-for': '203.0.113.9' }],
  ['with a token configured', { ...local, token: 'sixteen-letters!' }, headers],
])('asks for a token when %s', (_case, config, given) => {
  expect(() => identify(config, given, undefined)).toThrow('asks for a token')
})

it('takes the configured token from anywhere, and no other', () => {
  const config = { host: '0.0.0.0', token: 'sixteen-letters!' }
  expect(identify(config, { host: 'runs.example' }, 'sixteen-letters!')).toBe('token')
  expect(() => identify(config, headers, 'sixteen-letters?')).toThrow('not valid')
  expect(() => identify(local, headers, 'anything')).toThrow('not valid')
})

it('reads a bearer token', () => {
  expect(bearerToken({ authorization: 'Bearer abc' })).toBe('abc')
  expect(bearerToken({ authorization: 'Basic abc' })).toBeUndefined()
  expect(bearerToken({})).toBeUndefined()
})
