import { createHash } from 'node:crypto'
import type { RunRequest, Webhook } from '@sandrun/shared'

/** The same for the same request: what it was parsed to has its fields in the order of the schema. */
export function fingerprintOf(request: RunRequest, webhook: Webhook | null): string {
  return createHash('sha256')
    .update(JSON.stringify([request, webhook]))
    .digest('base64url')
}
