import { type LanguageInfo, SandrunError } from '@sandrun/shared'
import { ConnectionPool, HttpClient, type RunClient } from '@sandrun/shared/client'
import type { Connector } from './connector.ts'

/** How long the list of languages counts as current. */
const FRESH_MS = 60_000

/** How to reach the service; read at each use, since the user may change it. */
export interface ServiceAccess {
  connector: Connector
  /** The client's name and version: `vscode/0.1.0`. */
  client: string
  url(): string
  token(origin: string): Promise<string | undefined>
  /** Called before the service is used: starts it if it is this machine's. Throws what prevents the start. */
  ready(): Promise<void>
}

/** The user's chosen service: its languages, and a connection that is kept for the next run. */
export class Service {
  readonly #access: ServiceAccess
  readonly #connections: ConnectionPool
  /** The address of the service that builds languages for the user. */
  #buildsAt = ''
  #languages: { of: string; http: HttpClient; at: number; list: LanguageInfo[] } | null = null

  constructor(access: ServiceAccess) {
    this.#access = access
    this.#connections = new ConnectionPool(access.client, (url) => access.connector.openTransport(url))
  }

  /** Asks this or another service over HTTP, without a token. */
  httpAt(url: URL): HttpClient {
    return new HttpClient(url, { fetch: this.#access.connector.fetch })
  }

  /** Its address as the user wrote it, valid or not. */
  get address(): string {
    return this.#access.url()
  }

  /** Its address. Throws `unreachable` if it is invalid. */
  get url(): URL {
    const text = this.address
    const url = URL.parse(text)
    if (url === null || !/^https?:$/.test(url.protocol)) {
      throw new SandrunError('unreachable', `"${text}" is not an http or https address.`)
    }
    return url
  }

  /** A connection for one run; give it back with `release`. */
  async take(signal: AbortSignal): Promise<RunClient> {
    await this.#access.ready()
    const { url } = this
    const client = await this.#connections.take(url, await this.#access.token(url.origin), signal)
    this.#buildsAt = client.welcome?.mayBuild === true ? url.href : ''
    return client
  }

  /** Whether it builds languages for the user, as it said at the last run. */
  get mayBuild(): boolean {
    return this.#buildsAt === this.url.href
  }

  /** Has it build a language; `languages` tells the progress. Throws what it answers. */
  async build(id: string): Promise<void> {
    const { url } = this
    const token = await this.#access.token(url.origin)
    await new HttpClient(url, { fetch: this.#access.connector.fetch, token }).buildLanguage(id)
  }

  /** Only says hello with a token. Throws `unauthorized` if the service refuses it, or `unreachable`. */
  async checkToken(token: string): Promise<void> {
    const connections = new ConnectionPool(this.#access.client, (url) => this.#access.connector.openTransport(url))
    connections.release(await connections.take(this.url, token, new AbortController().signal))
    connections.close()
  }

  /** Keeps the connection for the next run if it still works. Only after its run is over. */
  release(client: RunClient): void {
    this.#connections.release(client)
  }

  /** The service's languages. `fresh` asks again even if it was asked a moment ago. */
  async languages({ fresh = false } = {}): Promise<LanguageInfo[]> {
    await this.#access.ready()
    const { href: of } = this.url
    const known = this.#languages?.of === of ? this.#languages : null
    if (!fresh && known !== null && Date.now() - known.at < FRESH_MS) return known.list
    const http = known?.http ?? this.httpAt(this.url)
    const list = await http.languages()
    this.#languages = { of, http, at: Date.now(), list }
    return list
  }

  close(): void {
    this.#connections.close()
  }
}
