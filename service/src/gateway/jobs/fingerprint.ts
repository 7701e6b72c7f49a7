import { createHash } from 'node:crypto'
import type { RunRequest, Webhook } from '@sandrun/shared'
import { yieldingJsonChunks } from '../../model/json-chunks.ts'

/** Equal for equal requests: a parsed request has its fields in the order of the schema. */
export async function fingerprintOf(request: RunRequest, webhook: Webhook | null): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of yieldingJsonChunks([request, webhook])) hash.update(chunk)
  return hash.digest('base64url')
}
