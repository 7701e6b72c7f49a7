import {
  connectUrl,
  type Fetch,
  HttpClient,
  RunClient,
  type Transport,
  webSocketTransport,
} from '@sandrun/shared/client'

/** The client's name for the service. */
const CLIENT = 'sandrun-client/0.1.0'

const LOCAL = 'http://localhost:8080'

export interface SandrunOptions {
  /** The service; by default `SANDRUN_URL`, in a page the page's own, else port 8080 of this machine. */
  url?: string | URL | undefined
  /** The token for the service; by default `SANDRUN_TOKEN`. */
  token?: string | undefined
  /** Replaces the platform's own. */
  fetch?: Fetch | undefined
  /** Makes a WebSocket to a ws: or wss: address, instead of the platform's own. */
  openSocket?: ((url: URL) => Transport) | undefined
}

/** One service: HTTP and WebSocket. */
export class Link {
  readonly http: HttpClient
  readonly #url: URL
  readonly #token: string | undefined
  readonly #openSocket: (url: URL) => Transport

  constructor({ url, token, fetch = globalThis.fetch.bind(globalThis), openSocket }: SandrunOptions) {
    this.#url = new URL(url ?? variable('SANDRUN_URL') ?? pageOrigin() ?? LOCAL)
    this.#token = token ?? variable('SANDRUN_TOKEN')
    this.#openSocket = openSocket ?? webSocketTransport
    this.http = new HttpClient(this.#url, { fetch, token: this.#token })
  }

  connect(signal: AbortSignal): Promise<RunClient> {
    const open = (): Transport => this.#openSocket(connectUrl(this.#url))
    return RunClient.connect(open, { client: CLIENT, token: this.#token, signal })
  }
}

/** From the process, if there is one. */
function variable(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } }
  const value = process?.env?.[name]
  return value === '' ? undefined : value
}

/** From the page that this runs in, if it came from a server. */
function pageOrigin(): string | undefined {
  const { location } = globalThis as { location?: { origin?: string } }
  return location?.origin?.startsWith('http') === true ? location.origin : undefined
}
