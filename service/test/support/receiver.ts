import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Delivery {
  method: string
  headers: IncomingMessage['headers']
  body: string
}

export interface Receiver extends AsyncDisposable {
  url: string
  /** All so far, in order. */
  deliveries: Delivery[]
}

/** The answer to one delivery: a status, silence, or hanging up. */
export type Answer = number | 'silence' | 'hang up'

/** A webhook receiver that gives these answers in turn, then 200. */
export async function startReceiver(...answers: Answer[]): Promise<Receiver> {
  const deliveries: Delivery[] = []
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request)
    const next = answers.shift() ?? 200
    if (next === 'hang up') request.socket.resetAndDestroy()
    else if (next !== 'silence') response.writeHead(next, next === 307 ? { location: '/elsewhere' } : {}).end()
    deliveries.push({ method: request.method ?? '', headers: request.headers, body })
  }
  const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    deliveries,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
