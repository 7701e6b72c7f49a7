import type { IncomingHttpHeaders } from 'node:http'
import { SandrunError } from '@sandrun/shared'
import type { Config } from '../../settings/config.ts'
import { hostName, isLoopback } from '../../model/addresses.ts'
import type { Lockout } from './lockout.ts'
import { ANONYMOUS, type Identity, type Principal } from '../../model/principal.ts'
import type { TokenVerifier } from './verifier.ts'

/** The facts about a request before its token is checked; a Fastify request has them. */
export interface Caller {
  headers: IncomingHttpHeaders
  /** Its address; a trusted proxy may name another one. */
  ip: string
}

/** Headers in which a proxy says that the request came from elsewhere. */
const FORWARDING_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'] as const

/** Identifies the caller. */
export class Access {
  readonly #config: Pick<Config, 'host' | 'anonymous'>
  readonly #verifiers: readonly TokenVerifier[]
  readonly #lockout: Lockout

  /** The first verifier that knows a token decides whose it is. */
  constructor(config: Pick<Config, 'host' | 'anonymous'>, verifiers: readonly TokenVerifier[], lockout: Lockout) {
    this.#config = config
    this.#verifiers = verifiers
    this.#lockout = lockout
  }

  /**
   * The identity behind the token: on a WebSocket the token of `hello`, else the one in the headers. Throws
   * `unauthorized`, `too-many-attempts` when that address has guessed, `identity-unavailable` and `cluster-unavailable`.
   */
  async identify(caller: Caller, token = tokenIn(caller.headers)): Promise<Principal> {
    return { ...(await this.#identify(caller, token)), address: caller.ip }
  }

  async #identify(caller: Caller, token: string | undefined): Promise<Identity> {
    if (token === undefined) return this.#anonymous(caller)
    await this.#lockout.check(caller.ip)
    for (const verifier of this.#verifiers) {
      const identity = await verifier.verify(token)
      if (identity !== null) return identity
    }
    await this.#lockout.failed(caller.ip)
    throw new SandrunError('unauthorized', 'The token is not valid.')
  }

  /**
   * Without a token, anyone on this machine may use the service, as long as it is bound to loopback, is addressed by a
   * loopback name, and no proxy is involved: behind a proxy everyone looks like loopback.
   */
  #anonymous({ headers }: Caller): Identity {
    const { host, anonymous } = this.#config
    const isLocal = isLoopback(host) && isLoopback(hostName(headers.host ?? ''))
    const isForwarded = FORWARDING_HEADERS.some((name) => headers[name] !== undefined)
    if (anonymous && isLocal && !isForwarded) return ANONYMOUS
    throw new SandrunError('unauthorized', 'This service needs a token.')
  }
}

/** Headers in which clients of Judge0 and Jobe send their token. */
const TOKEN_HEADERS = ['x-auth-token', 'x-api-key'] as const

/** The token of an Authorization header (RFC 6750) or of another system's header; undefined without one. */
export function tokenIn(headers: IncomingHttpHeaders): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  return bearer ?? TOKEN_HEADERS.flatMap((name) => headers[name] ?? [])[0]
}
