import type { Transport } from '@sandrun/shared/client'

/** A GET request; rejects when there is no answer, whatever the answer says. */
export type HttpGet = (url: URL, options: { headers: Record<string, string>; signal: AbortSignal }) => Promise<Response>

/** What differs between the desktop and the browser. */
export interface Connector {
  /** Opens a WebSocket to a ws: or wss: address. */
  openTransport(url: URL): Transport
  get: HttpGet
}
