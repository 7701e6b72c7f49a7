import { createHash, timingSafeEqual } from 'node:crypto'

/** What is kept of a secret of 256 random bits: nothing leads back, so it needs neither salt nor stretching. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** In a time that does not depend on how much of it is right. */
export function isSameSecret(given: string, expected: Uint8Array): boolean {
  return timingSafeEqual(hashSecret(given), expected)
}
