import { once } from 'node:events'
import { type IncomingMessage, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { JSON_CHUNK } from '../../model/json-chunks.ts'
import type { AddressGuard } from './address-guard.ts'

/** An attempt without an answer after this long has failed. */
const TIMEOUT_MS = 10_000

/**
 * Sends a JSON body, whose length is among the headers, and returns the status of the answer. Follows no redirects,
 * calls no address that the guard refuses, and throws without an answer in time.
 */
export async function sendJson(
  url: URL,
  body: AsyncIterable<string>,
  headers: Record<string, string>,
  { method, guard, signal }: { method: 'POST' | 'PUT'; guard: AddressGuard; signal: AbortSignal },
): Promise<number> {
  // Connecting to a literal address does no lookup, so check it here.
  await guard.check(url)
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest
  const request = send(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    agent: false,
    lookup: guard.lookup,
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  })
  // If this fails, the request fails too.
  pipeline(Readable.from(body, { objectMode: false, highWaterMark: JSON_CHUNK }), request).catch(() => {})
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  response.destroy()
  return response.statusCode ?? 0
}
