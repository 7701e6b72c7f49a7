import { type IncomingMessage, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { Readable } from 'node:stream'
import type { Fetch } from '@sandrun/shared/client'

/** Statuses whose response has no body (fetch, "null body status"). */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304])

/**
 * Fetches over Node's own http and https, to which VS Code adds proxies and the system's certificates. Its fetch leaves
 * out those of NODE_EXTRA_CA_CERTS. Does not follow redirects.
 */
export const nodeFetch: Fetch = async (url, { body, ...options }) => {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest
  request(url, options, resolve).on('error', reject).end(body)
  const response = await promise
  const status = response.statusCode ?? 0
  const { etag } = response.headers
  const headers = etag === undefined ? undefined : { etag }
  if (!WITHOUT_BODY.has(status)) return new Response(Readable.toWeb(response) as ReadableStream, { status, headers })
  response.resume()
  return new Response(null, { status, headers })
}
