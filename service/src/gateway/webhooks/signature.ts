import { createHmac } from 'node:crypto'

/**
 * The headers of one attempt, by Standard Webhooks 1.0 (standardwebhooks.com): id, time in seconds, and with a secret
 * `v1,` and the HMAC-SHA256 of `id.time.body` in base64; and the body's length. `secret` is `whsec_` and base64.
 */
export async function webhookHeaders(
  id: string,
  at: Date,
  body: AsyncIterable<string>,
  secret: string | undefined,
): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const key = secret === undefined ? null : Buffer.from(secret.slice('whsec_'.length), 'base64')
  const hmac = key === null ? null : createHmac('sha256', key).update(`${id}.${timestamp}.`)
  let length = 0
  for await (const chunk of body) {
    length += Buffer.byteLength(chunk)
    hmac?.update(chunk)
  }
  return {
    'content-length': String(length),
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    ...(hmac !== null && { 'webhook-signature': `v1,${hmac.digest('base64')}` }),
  }
}
