import type { Identity } from '../../model/principal.ts'

/** One kind of token. */
export interface TokenVerifier {
  /**
   * Whose token it is, or null when it is none of this kind. Throws `unauthorized` when it is one but no good any more, and
   * `identity-unavailable` when that can't be found out now.
   */
  verify(token: string): Promise<Identity | null>
}
