import { SandrunError } from '@sandrun/shared'
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose'
import * as z from 'zod/mini'
import type { OidcSettings } from '../../settings/config.ts'
import type { Identity } from '../../model/principal.ts'
import type { TokenVerifier } from './verifier.ts'

/** Signatures by a private key only: a public key could pass for a shared secret (RFC 8725, section 2.1). */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

const TIMEOUT_MS = 5000

/** Tolerance between two machines' clocks, in seconds. */
const CLOCK_TOLERANCE_S = 30

/** The required part of a provider's metadata (OpenID Connect Discovery 1.0, section 3). */
const MetadataSchema = z.object({ issuer: z.string(), jwks_uri: z.url() })

/** The form of a JSON Web Signature, compact (RFC 7515, section 3.1). */
const COMPACT_JWS = /^[\w-]+\.[\w-]+\.[\w-]+$/

/** Tokens of an OpenID Connect provider, signed by its keys for this service's audience. */
export class OidcTokens implements TokenVerifier {
  readonly #settings: OidcSettings
  #keys: Promise<JWTVerifyGetKey> | null = null

  constructor(settings: OidcSettings) {
    this.#settings = settings
  }

  async verify(token: string): Promise<Identity | null> {
    if (!COMPACT_JWS.test(token)) return null
    const claims = await this.#verify(token)
    if (claims === null) return null
    const { sub: id } = claims
    if (id === undefined || id === '') return null
    const { name, users, admins } = this.#settings
    const shown = claims[name]
    if (users !== null && !hasClaim(claims, users) && !(admins !== null && hasClaim(claims, admins))) {
      throw new SandrunError('unauthorized', 'Your account may not use this service.', {
        hint: `The operator admits accounts with ${users.claim}=${users.value}.`,
      })
    }
    return {
      id: `oidc:${id}`,
      name: typeof shown === 'string' ? shown : id,
      role: admins !== null && hasClaim(claims, admins) ? 'admin' : 'user',
      limits: {},
      caps: {},
    }
  }

  async #verify(token: string): Promise<JWTPayload | null> {
    const { issuer, audience } = this.#settings
    const keys = await this.#discoverOnce()
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_S,
        requiredClaims: ['exp', 'sub'],
      })
      return payload
    } catch (error) {
      // The signature was checked before this.
      if (error instanceof errors.JWTExpired) {
        throw new SandrunError('unauthorized', 'The token has expired.', { hint: 'Sign in again.', cause: error })
      }
      if (isAboutToken(error)) return null
      throw unavailable(issuer, error)
    }
  }

  /** The key set fetches, caches and renews keys on its own; its address is looked up until that succeeds once. */
  #discoverOnce(): Promise<JWTVerifyGetKey> {
    this.#keys ??= this.#discover().catch((error: unknown) => {
      this.#keys = null
      throw unavailable(this.#settings.issuer, error)
    })
    return this.#keys
  }

  async #discover(): Promise<JWTVerifyGetKey> {
    const { issuer } = this.#settings
    const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
    const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (!response.ok) throw new Error(`${address} answered ${response.status}`)
    const metadata = MetadataSchema.parse(await response.json())
    if (metadata.issuer !== issuer) throw new Error(`${address} belongs to ${metadata.issuer}`)
    return createRemoteJWKSet(new URL(metadata.jwks_uri), { timeoutDuration: TIMEOUT_MS })
  }
}

/** Whether the token is at fault, rather than the connection to the provider's keys. */
function isAboutToken(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return false
  return !(
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid ||
    error.code === 'ERR_JOSE_GENERIC'
  )
}

/** A claim is a value or a list of them: `groups=staff`. */
function hasClaim(claims: JWTPayload, { claim, value }: { claim: string; value: string }): boolean {
  const given = claims[claim]
  return Array.isArray(given) ? given.includes(value) : given === value
}

function unavailable(issuer: string, cause: unknown): SandrunError {
  return new SandrunError('identity-unavailable', `The identity provider ${issuer} gave no valid answer.`, {
    cause,
  })
}
