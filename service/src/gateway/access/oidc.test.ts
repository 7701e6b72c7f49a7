import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { OidcSettings } from '../../settings/config.ts'
import { OidcTokens } from './oidc.ts'

const { publicKey, privateKey } = await generateKeyPair('ES256')
const stranger = await generateKeyPair('ES256')
const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }

/** A provider with its two documents, which counts the requests for its keys. */
async function startProvider() {
  const asked = { keys: 0, away: false }
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    if (asked.away) response.writeHead(503).end()
    else if (request.url === '/.well-known/openid-configuration') {
      response.end(
        JSON.stringify({ issuer: issuerOf(server.address()), jwks_uri: `${issuerOf(server.address())}/keys` }),
      )
    } else if (request.url === '/keys') {
      asked.keys++
      response.end(JSON.stringify({ keys: [jwk] }))
    } else response.writeHead(404).end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = async (): Promise<void> => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { issuer: issuerOf(server.address()), asked, stop }
}

function issuerOf(address: AddressInfo | string | null): string {
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : ''
}

let provider: Awaited<ReturnType<typeof startProvider>>
beforeEach(async () => {
  provider = await startProvider()
})
afterEach(() => provider.stop())

const settings = (more: Partial<OidcSettings> = {}): OidcSettings => ({
  issuer: provider.issuer,
  audience: 'sandrun',
  name: 'name',
  users: null,
  admins: null,
  ...more,
})

function tokenOf(claims: JWTPayload = {}, key: typeof privateKey = privateKey): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  return new SignJWT({ iss: provider.issuer, aud: 'sandrun', sub: 'u1', name: 'Ada', exp: now + 600, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'one' })
    .sign(key)
}

it('identifies people as their provider says, and fetches the keys once', async () => {
  const tokens = new OidcTokens(settings())
  for (const sub of ['u1', 'u2', 'u3']) {
    // oxlint-disable-next-line no-await-in-loop -- the second uses the keys that the first fetched
    expect(await tokens.verify(await tokenOf({ sub }))).toMatchObject({ id: `oidc:${sub}`, name: 'Ada', role: 'user' })
  }
  expect(provider.asked.keys).toBe(1)
})

it.each<[string, () => Promise<string>]>([
  ['for another audience', () => tokenOf({ aud: 'mail' })],
  ['of another issuer', () => tokenOf({ iss: 'https://evil.example' })],
  ['signed by an unknown key', () => tokenOf({}, stranger.privateKey)],
  ['without an expiry', () => tokenOf({ exp: undefined })],
  ['without a subject', () => tokenOf({ sub: undefined })],
  ['not valid yet', () => tokenOf({ nbf: Math.floor(Date.now() / 1000) + 600 })],
  [
    'that is not signed',
    async () => `${base64url({ alg: 'none' })}.${base64url({ iss: provider.issuer, aud: 'sandrun', sub: 'u1' })}.AA`,
  ],
  [
    'signed with the public key as a secret',
    () =>
      new SignJWT({ iss: provider.issuer, aud: 'sandrun', sub: 'u1', exp: 2 ** 33 })
        .setProtectedHeader({ alg: 'HS256', kid: 'one' })
        .sign(new TextEncoder().encode(JSON.stringify(jwk))),
  ],
  ['of another kind', async () => 'sdr_0123'],
])('refuses a token %s', async (_what, make) => {
  expect(await new OidcTokens(settings()).verify(await make())).toBeNull()
})

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

it('says so when a token has expired', async () => {
  const old = await tokenOf({ exp: Math.floor(Date.now() / 1000) - 60 })
  await expect(new OidcTokens(settings()).verify(old)).rejects.toMatchObject({
    code: 'unauthorized',
    message: 'The token has expired.',
  })
})

it('admits people by a claim, and recognizes admins by another', async () => {
  const tokens = new OidcTokens(
    settings({ users: { claim: 'groups', value: 'staff' }, admins: { claim: 'role', value: 'ops' }, name: 'email' }),
  )
  expect(await tokens.verify(await tokenOf({ groups: ['x', 'staff'], email: 'a@b.c' }))).toMatchObject({
    name: 'a@b.c',
    role: 'user',
  })
  expect(await tokens.verify(await tokenOf({ role: 'ops' }))).toMatchObject({ name: 'u1', role: 'admin' })
  await expect(tokens.verify(await tokenOf({ groups: ['staffing'] }))).rejects.toMatchObject({ code: 'unauthorized' })
})

it('says when the provider is unreachable, and continues when it is back', async () => {
  const token = await tokenOf()
  const tokens = new OidcTokens(settings())
  provider.asked.away = true
  await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'identity-unavailable' })
  provider.asked.away = false
  expect(await tokens.verify(token)).toMatchObject({ id: 'oidc:u1' })
})
