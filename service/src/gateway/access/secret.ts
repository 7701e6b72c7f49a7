import { createHash, timingSafeEqual } from 'node:crypto'

/** Hashes a secret of 256 random bits, which cannot be guessed, so it needs neither salt nor stretching. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** Takes a time that does not depend on how much of the secret is right. */
export function isSameSecret(given: string, expected: Uint8Array): boolean {
  return timingSafeEqual(hashSecret(given), expected)
}
