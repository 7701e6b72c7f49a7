import { type IncomingMessage, get as httpGet } from 'node:http'
import { get as httpsGet } from 'node:https'
import { Readable } from 'node:stream'
import type { HttpGet } from './connector.ts'

/** Statuses whose response has no body (fetch, "null body status"). */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304])

/**
 * Asks over Node's own http and https. VS Code teaches both its proxies and the system's certificates, but its fetch alone
 * leaves out those of NODE_EXTRA_CA_CERTS. Redirects are not followed.
 */
export const nodeGet: HttpGet = async (url, { headers, signal }) => {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const get = url.protocol === 'https:' ? httpsGet : httpGet
  get(url, { headers, signal }, resolve).on('error', reject)
  const response = await promise
  const status = response.statusCode ?? 0
  if (!WITHOUT_BODY.has(status)) return new Response(Readable.toWeb(response) as ReadableStream, { status })
  response.resume()
  return new Response(null, { status })
}
