import type { IncomingMessage } from 'node:http'
import { ErrorResponseSchema } from '@sandrun/shared'
import type { Transport } from '@sandrun/shared/client'
import { type RawData, WebSocket } from 'ws'

const HANDSHAKE_TIMEOUT_MS = 10_000
const MAX_ERROR_BODY_BYTES = 64 * 1024

/**
 * A transport over Node's own http and https, to which VS Code adds proxies and the system's certificates; the global
 * WebSocket has neither. Says why a connection failed, which a browser never tells.
 */
export function nodeTransport(url: URL): Transport {
  const socket = new WebSocket(url, { perMessageDeflate: false, handshakeTimeout: HANDSHAKE_TIMEOUT_MS })
  let failure = ''
  return {
    send: (message) => socket.send(message, () => {}),
    close: () => socket.close(),
    listen: (listener) => {
      socket.on('open', () => listener.opened())
      socket.on('message', (data, isBinary) => listener.message(isBinary ? bytesOf(data) : textOf(data)))
      socket.on('unexpected-response', (request, response) => {
        void refusal(response).then((reason) => {
          failure = reason
          request.destroy()
        })
      })
      socket.on('error', (error: Error & { code?: string }) => {
        failure ||= error.message === '' ? (error.code ?? 'no connection') : error.message
      })
      socket.on('close', (code, reason) => {
        listener.closed(failure || reason.toString() || `code ${code}`)
      })
    },
  }
}

function bytesOf(data: RawData): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  return Array.isArray(data) ? Buffer.concat(data) : data
}

function textOf(data: RawData): string {
  return new TextDecoder().decode(bytesOf(data))
}

/** Why the service, or a proxy before it, did not answer with a WebSocket. */
async function refusal(response: IncomingMessage): Promise<string> {
  const status = `HTTP ${response.statusCode ?? 0} ${response.statusMessage ?? ''}`.trim()
  let text = ''
  try {
    for await (const chunk of response) {
      text += String(chunk)
      if (text.length > MAX_ERROR_BODY_BYTES) break
    }
    return `${status}: ${ErrorResponseSchema.parse(JSON.parse(text)).error.message}`
  } catch {
    return status
  }
}
