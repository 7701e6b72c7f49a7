import { createHmac } from 'node:crypto'

/**
 * The headers of one attempt, by Standard Webhooks 1.0 (standardwebhooks.com): id, time in seconds, and with a secret
 * `v1,` and the HMAC-SHA256 of `id.time.body` in base64. `secret` is `whsec_` and base64.
 */
export function webhookHeaders(id: string, at: Date, body: string, secret: string | undefined): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp }
  if (secret === undefined) return headers
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { ...headers, 'webhook-signature': `v1,${signature}` }
}
