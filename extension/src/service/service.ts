import { type LanguageInfo, SandrunError } from '@sandrun/shared'
import { ANSWER_TIMEOUT_MS, connectUrl, HttpClient, RunClient } from '@sandrun/shared/client'
import type { Connector } from './connector.ts'

/** How long an idle connection and the list of languages are taken for good. */
const FRESH_MS = 60_000

/** What the service is reached with; asked for at each use, since a person may change it. */
export interface ServiceAccess {
  connector: Connector
  /** Who speaks, with its version: `vscode/0.1.0`. */
  client: string
  url(): string
  token(origin: string): Promise<string | undefined>
}

interface Idle {
  client: RunClient
  for: string
  since: number
}

/** The service a person has chosen: its languages, and a connection that is kept for the next run. */
export class Service {
  readonly #access: ServiceAccess
  readonly #addresses = new WeakMap<RunClient, string>()
  #idle: Idle | null = null
  #languages: { of: string; http: HttpClient; at: number; list: LanguageInfo[] } | null = null

  constructor(access: ServiceAccess) {
    this.#access = access
  }

  /** Asks this or another service over HTTP, without a token. */
  httpAt(url: URL): HttpClient {
    return new HttpClient(url, { fetch: this.#access.connector.fetch })
  }

  /** Its address as a person wrote it, whether it is one or not. */
  get address(): string {
    return this.#access.url()
  }

  /** Its address. Throws `unreachable` when it is none. */
  get url(): URL {
    const text = this.address
    const url = URL.parse(text)
    if (url === null || !/^https?:$/.test(url.protocol)) {
      throw new SandrunError('unreachable', `"${text}" is not an http or https address.`)
    }
    return url
  }

  /** A connection for one run, to be given back with `release`. */
  async take(signal: AbortSignal): Promise<RunClient> {
    const { url } = this
    const token = await this.#access.token(url.origin)
    const address = JSON.stringify([url.href, token])
    const idle = this.#idle
    this.#idle = null
    if (idle !== null) {
      if (idle.for === address && Date.now() - idle.since < FRESH_MS) return idle.client
      idle.client.close()
    }
    const client = await this.#connect(url, token, signal)
    this.#addresses.set(client, address)
    return client
  }

  /** Keeps the connection for the next run, if it is still one. Only after its run is over. */
  release(client: RunClient): void {
    const address = this.#addresses.get(client)
    if (this.#idle !== null || address === undefined) return client.close()
    const idle: Idle = { client, for: address, since: Date.now() }
    this.#idle = idle
    void client.closed.then(() => {
      if (this.#idle === idle) this.#idle = null
    })
  }

  /** The languages it has. `fresh` asks it even when it was asked a moment ago. */
  async languages({ fresh = false } = {}): Promise<LanguageInfo[]> {
    const { href: of } = this.url
    const known = this.#languages?.of === of ? this.#languages : null
    if (!fresh && known !== null && Date.now() - known.at < FRESH_MS) return known.list
    const http = known?.http ?? this.httpAt(this.url)
    const list = await http.languages()
    this.#languages = { of, http, at: Date.now(), list }
    return list
  }

  close(): void {
    this.#idle?.client.close()
    this.#idle = null
  }

  async #connect(url: URL, token: string | undefined, signal: AbortSignal): Promise<RunClient> {
    const timeout = AbortSignal.timeout(ANSWER_TIMEOUT_MS)
    try {
      return await RunClient.connect(() => this.#access.connector.openTransport(connectUrl(url)), {
        client: this.#access.client,
        token,
        signal: AbortSignal.any([signal, timeout]),
      })
    } catch (error) {
      throw timeout.aborted && !signal.aborted ? noAnswer(error) : error
    }
  }
}

function noAnswer(cause: unknown): SandrunError {
  return new SandrunError('unreachable', `The service does not answer (not within ${ANSWER_TIMEOUT_MS / 1000} s).`, {
    cause,
  })
}
