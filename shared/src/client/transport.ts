/** A message-oriented connection: any WebSocket that the platform has. */
export interface Transport {
  send(message: string | Uint8Array<ArrayBuffer>): void
  close(): void
  /** Set once, before anything can arrive. `closed` is called exactly once, also if it never opened. */
  listen(listener: TransportListener): void
}

export interface TransportListener {
  opened(): void
  message(data: string | Uint8Array): void
  closed(reason: string): void
}

/** A transport over the platform's own WebSocket (browsers, Node 22 and newer). `url` is a ws: or wss: address. */
export function webSocketTransport(url: string | URL): Transport {
  const socket = new WebSocket(url)
  socket.binaryType = 'arraybuffer'
  return {
    send: (message) => socket.send(message),
    close: () => socket.close(),
    listen: (listener) => {
      socket.addEventListener('open', () => listener.opened())
      socket.addEventListener('message', ({ data }: { data: unknown }) => {
        listener.message(data instanceof ArrayBuffer ? new Uint8Array(data) : String(data))
      })
      socket.addEventListener('close', ({ code, reason }) => {
        listener.closed(reason === '' ? `code ${code}` : reason)
      })
    },
  }
}

/** The WebSocket address of a service with this http: or https: address. */
export function connectUrl(service: string | URL): URL {
  const url = new URL('/v1/connect', service)
  url.protocol = url.protocol === 'https:' || url.protocol === 'wss:' ? 'wss:' : 'ws:'
  return url
}
