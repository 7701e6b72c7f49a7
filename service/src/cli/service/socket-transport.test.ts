import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { expect, it } from 'vitest'
import { socketTransport } from './socket-transport.ts'

/** From the opening handshake (RFC 6455, 1.3). */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** Completes the handshake, and then stays silent. */
async function listenSilently(): Promise<AsyncDisposable & { url: URL }> {
  const server = createServer()
  const sockets: Socket[] = []
  server.on('upgrade', ({ headers }, socket: Socket) => {
    sockets.push(socket.resume())
    const accept = createHash('sha1').update(`${headers['sec-websocket-key']}${GUID}`).digest('base64')
    const lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade']
    socket.write(`${[...lines, `Sec-WebSocket-Accept: ${accept}`].join('\r\n')}\r\n\r\n`)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: new URL(`ws://127.0.0.1:${port}`),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

it('ends even if the service does not close the connection', async () => {
  await using service = await listenSilently()
  const transport = socketTransport(service.url)
  const opened = Promise.withResolvers<void>()
  const closed = Promise.withResolvers<string>()
  transport.listen({ opened: opened.resolve, message: () => {}, closed: closed.resolve })
  await opened.promise
  transport.close()
  await expect(closed.promise).resolves.toBe('code 1006')
})

it('says that the port refuses connections', async () => {
  const closed = Promise.withResolvers<string>()
  socketTransport(new URL('ws://127.0.0.1:9')).listen({ opened: () => {}, message: () => {}, closed: closed.resolve })
  await expect(closed.promise).resolves.toBe('code 1006')
})
