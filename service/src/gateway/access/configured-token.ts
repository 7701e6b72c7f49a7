import type { Identity } from '../../model/principal.ts'
import { hashSecret, isSameSecret } from './secret.ts'
import type { TokenVerifier } from './verifier.ts'

/** The one token of SANDRUN_TOKEN, which belongs to the service's operator. */
export class ConfiguredToken implements TokenVerifier {
  readonly #hash: Buffer
  readonly #identity: Identity = { id: 'token', name: 'token', role: 'admin', limits: {}, caps: {} }

  constructor(token: string) {
    this.#hash = hashSecret(token)
  }

  async verify(token: string): Promise<Identity | null> {
    return isSameSecret(token, this.#hash) ? this.#identity : null
  }
}
