import type { Fetch, Transport } from '@sandrun/shared/client'

/** What differs between the desktop and the browser. */
export interface Connector {
  /** Opens a WebSocket to a ws: or wss: address. */
  openTransport(url: URL): Transport
  fetch: Fetch
  /** Loads what starts a service on this machine; null where there is no machine. */
  loadLocal: (() => Promise<LocalMachine>) | null
}

/** Hears what goes on while something is started or built, a line at a time. */
export type Tell = (line: string) => void

export interface LocalAddress {
  url: string
  token: string
}

/** A SandrunError in plain words: what is loaded late has a class of its own. */
export interface LocalFailure {
  code: string
  message: string
  hint: string
}

/** The machine the extension runs on, as a place for programs to run. */
export interface LocalMachine {
  /** Of its service, while this window uses it. */
  readonly address: LocalAddress | null
  /** Uses its service, which is started where none runs; gives what kept it from starting, or null. */
  open(tell: Tell): Promise<LocalFailure | null>
  /** Builds the image of a language; gives whether that worked. */
  build(id: string, tell: Tell): Promise<boolean>
  /** Uses it no longer. */
  dispose(): void
}
