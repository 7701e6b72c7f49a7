import type { Fetch, Transport } from '@sandrun/shared/client'

/** What differs between the desktop and the browser. */
export interface Connector {
  /** Opens a WebSocket to a ws: or wss: address. */
  openTransport(url: URL): Transport
  fetch: Fetch
}
