import type { Fetch, Transport } from '@sandrun/shared/client'

/** Desktop and browser differ in these. */
export interface Connector {
  /** Opens a WebSocket to a ws: or wss: address. */
  openTransport(url: URL): Transport
  fetch: Fetch
  /** Loads the code to start a service on this machine; null without a machine. */
  loadLocal: (() => Promise<LocalMachine>) | null
}

/** Receives progress while something is started or built, a line at a time. */
export type ReportLine = (line: string) => void

export interface LocalAddress {
  url: string
  token: string
}

/** A SandrunError as plain data: code that is loaded late has its own class. */
export interface LocalFailure {
  code: string
  message: string
  hint: string
}

/** The machine of the extension, as a place where programs run. */
export interface LocalMachine {
  /** Its service's address while this window uses it. */
  readonly address: LocalAddress | null
  /** Uses its service and starts it if needed; returns what prevented the start, or null. */
  open(tell: ReportLine): Promise<LocalFailure | null>
  /** Builds a language's image; returns whether that worked. */
  build(id: string, tell: ReportLine): Promise<boolean>
  /** Ends its use. */
  dispose(): void
}
