import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A TCP relay to a service that breaks at a test's command. */
export interface FlakyProxy extends AsyncDisposable {
  url: URL
  /** Cuts every open connection; new ones work. */
  cut(): void
  /** Stops forwarding on every open connection without ending it; new ones work. */
  hush(): void
  /** Cuts the next connection after this many bytes from the service. */
  cutAfter(bytes: number): void
}

export async function startFlakyProxy(target: URL): Promise<FlakyProxy> {
  /** Each client's connection, and its connection to the service. */
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
      // Part of it arrives, as when a network fails.
      client.write(chunk.subarray(0, chunk.length >> 1), () => client.resetAndDestroy())
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  proxy.url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return proxy
}
