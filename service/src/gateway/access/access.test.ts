import { expect, it } from 'vitest'
import { Access, tokenIn } from './access.ts'
import { ConfiguredToken } from './configured-token.ts'
import { lockoutAt } from '../../../test/support/lockout.ts'

const local = { host: '127.0.0.1', anonymous: true }
const caller = { headers: { host: 'localhost:8080' }, ip: '127.0.0.1' }
const token = 'sixteen-letters!'

it('admits anyone on this machine if that is allowed', async () => {
  await expect(new Access(local, [], lockoutAt()).identify(caller)).resolves.toMatchObject({
    id: 'anonymous',
    role: 'user',
  })
})

it.each([
  ['bound to every interface', { ...local, host: '0.0.0.0' }, caller],
  ['addressed by another name', local, { ...caller, headers: { host: 'runs.example' } }],
  ['behind a proxy', local, { ...caller, headers: { ...caller.headers, 'x-forwarded-for': '203.0.113.9' } }],
  ['configured to', { ...local, anonymous: false }, caller],
])('asks for a token when %s', async (_case, config, given) => {
  await expect(new Access(config, [], lockoutAt()).identify(given)).rejects.toThrow('needs a token')
})

it('accepts a token that one of its verifiers knows, from anywhere, and no other', async () => {
  const far = { headers: { host: 'runs.example', authorization: `Bearer ${token}` }, ip: '203.0.113.9' }
  const access = new Access({ host: '0.0.0.0', anonymous: false }, [new ConfiguredToken(token)], lockoutAt())
  await expect(access.identify(far)).resolves.toMatchObject({ id: 'token', role: 'admin' })
  await expect(access.identify(far, 'sixteen-letters?')).rejects.toMatchObject({ code: 'unauthorized' })
  await expect(new Access(local, [], lockoutAt()).identify(caller, 'anything')).rejects.toThrow('not valid')
})

it('makes an address that guesses wait, even if it then has the right token, and no other address', async () => {
  let now = 0
  const lockout = lockoutAt(() => now)
  const access = new Access(local, [new ConfiguredToken(token)], lockout)
  for (let guess = 0; guess < 10; guess++) {
    // oxlint-disable-next-line no-await-in-loop -- one guess after another
    await expect(access.identify(caller, `guess-${guess}`)).rejects.toMatchObject({ code: 'unauthorized' })
  }
  await expect(access.identify(caller, token)).rejects.toMatchObject({ code: 'too-many-attempts', retryAfter: 1 })
  await expect(access.identify({ ...caller, ip: '127.0.0.2' }, token)).resolves.toMatchObject({ id: 'token' })
  await expect(access.identify(caller)).resolves.toMatchObject({ id: 'anonymous' })
  now = 1000
  await expect(access.identify(caller, token)).resolves.toMatchObject({ id: 'token' })
})

it('reads a bearer token', () => {
  expect(tokenIn({ authorization: 'Bearer abc' })).toBe('abc')
  expect(tokenIn({ authorization: 'Basic abc' })).toBeUndefined()
  expect(tokenIn({ 'x-auth-token': 'def' })).toBe('def')
  expect(tokenIn({ 'x-api-key': 'ghi' })).toBe('ghi')
  expect(tokenIn({})).toBeUndefined()
})
