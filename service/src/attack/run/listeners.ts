import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type ListenOptions } from 'node:net'

/** A listener on the host that a program may try to reach: it answers `reached`. */
export interface Listener extends AsyncDisposable {
  port: number
}

export async function listen(options: ListenOptions): Promise<Listener> {
  const server = createServer((socket) => socket.on('error', () => {}).on('data', () => socket.end('reached')))
  server.listen(options)
  await once(server, 'listening')
  const address = server.address()
  return {
    port: address === null || typeof address === 'string' ? 0 : address.port,
    [Symbol.asyncDispose]: async () => void (await new Promise((resolve) => server.close(resolve))),
  }
}

export async function listenUdp(address: string): Promise<Listener> {
  const socket = createSocket('udp4')
  socket.on('message', (_bytes, from) => socket.send('reached', from.port, from.address))
  socket.bind(0, address)
  await once(socket, 'listening')
  return { port: socket.address().port, [Symbol.asyncDispose]: async () => void socket.close() }
}
