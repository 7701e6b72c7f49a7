import { once } from 'node:events'
import { WebSocket } from 'ws'
import { expect } from 'vitest'

/** A client that speaks the protocol by hand. */
export interface RawClient {
  say(message: object): void
  /** The next message of this type. */
  hears(type: string): Promise<Record<string, unknown>>
  socket: WebSocket
}

export async function connectRaw(service: URL, wait: { timeout?: number } = {}): Promise<RawClient> {
  const socket = new WebSocket(new URL('/v1/connect', service).href.replace('http', 'ws'))
  const heard: Record<string, unknown>[] = []
  socket.on('message', (data: Buffer, isBinary) => {
    if (!isBinary) heard.push(JSON.parse(data.toString()) as Record<string, unknown>)
  })
  await once(socket, 'open')
  const say = (message: object): void => socket.send(JSON.stringify(message))
  say({ type: 'hello', protocol: 1, client: 'raw', resume: true })
  return {
    socket,
    say,
    async hears(type) {
      await expect.poll(() => heard.some((message) => message['type'] === type), wait).toBe(true)
      return (
        heard.splice(
          heard.findIndex((message) => message['type'] === type),
          1,
        )[0] ?? {}
      )
    },
  }
}
