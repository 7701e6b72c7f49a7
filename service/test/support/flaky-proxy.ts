import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A TCP relay to a service that breaks when a test says so. */
export interface FlakyProxy extends AsyncDisposable {
  url: URL
  /** Cuts every connection that is open; new ones work. */
  cut(): void
  /** Forwards nothing more on any connection that is open, and ends none; new ones work. */
  hush(): void
  /** The next connection is cut after so many bytes from the service. */
  cutAfter(bytes: number): void
}

export async function startFlakyProxy(target: URL): Promise<FlakyProxy> {
  /** Each client's connection, and the one to the service that goes with it. */
  const connections = new Map<Socket, Socket>()
  let limit = Infinity
  const proxy: FlakyProxy = {
    url: target,
    cut() {
      for (const client of connections.keys()) client.resetAndDestroy()
    },
    hush() {
      for (const [client, upstream] of connections) {
        client.unpipe(upstream)
        upstream.removeAllListeners('data')
        client.resume()
        upstream.resume()
      }
    },
    cutAfter(bytes) {
      limit = bytes
    },
    [Symbol.asyncDispose]: async () => {
      proxy.cut()
      server.close()
      await once(server, 'close')
    },
  }
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    const mostBytes = limit
    limit = Infinity
    let passed = 0
    connections.set(client, upstream)
    client.on('close', () => {
      connections.delete(client)
      upstream.destroy()
    })
    client.on('error', () => upstream.destroy())
    upstream.on('error', () => client.destroy())
    upstream.on('close', () => client.destroy())
    client.pipe(upstream)
    upstream.on('data', (chunk: Buffer) => {
      passed += chunk.length
      if (passed < mostBytes) return void client.write(chunk)
      // Some of it arrives, as when a network goes away.
      client.write(chunk.subarray(0, chunk.length >> 1), () => client.resetAndDestroy())
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  proxy.url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return proxy
}
