import type { Identity } from '../../model/principal.ts'

/** One kind of token. */
export interface TokenVerifier {
  /**
   * The token's identity, or null for a token of another kind. Throws `unauthorized` when it is no longer valid, and
   * `identity-unavailable` when that can't be checked now.
   */
  verify(token: string): Promise<Identity | null>
}
