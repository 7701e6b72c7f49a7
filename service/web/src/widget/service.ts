import { type LanguageInfo, type RunRequest, SandrunError } from '@sandrun/shared'
import {
  ConnectionPool,
  HttpClient,
  type InteractiveRun,
  type RunClient,
  webSocketTransport,
} from '@sandrun/shared/client'
import { reasonFor } from './refusal.ts'

/** A service as a page's widgets use it, with one token. */
export class Service {
  readonly #url: URL
  readonly #token: string | undefined
  readonly #pool = new ConnectionPool('widget/0.1.0', webSocketTransport)
  readonly #http: HttpClient

  constructor(url: URL, token: string | undefined) {
    this.#url = url
    this.#token = token
    // Without the token: the languages are public, and a browser first asks whether a page may send one.
    this.#http = new HttpClient(url, { fetch: async (address, request) => await fetch(address, request) })
  }

  /** A language by its id or an alias. Throws a SandrunError. */
  async language(name: string, signal: AbortSignal): Promise<LanguageInfo> {
    const languages = await this.#http
      .languages(signal, { withoutSamples: true })
      .catch((error: unknown) => this.#explain(error))
    const wanted = name.toLowerCase()
    const found = languages.find(({ id, aliases }) => [id, ...aliases].some((known) => known.toLowerCase() === wanted))
    if (found !== undefined) return found
    throw new SandrunError('unknown-language', `The service has no language "${name}".`, { field: 'language' })
  }

  /** Runs a program to its end. Throws a SandrunError if the service refuses it or is lost. */
  async run(
    run: InteractiveRun,
    request: RunRequest,
    output: (bytes: Uint8Array) => void | Promise<void>,
  ): Promise<void> {
    let client: RunClient | null = null
    try {
      client = await this.#pool.take(this.#url, this.#token, run.signal).catch((error: unknown) => this.#explain(error))
      await run.execute(client, request, { output: (_channel, bytes) => output(bytes) })
    } finally {
      // An abandoned run may continue in the service, and a connection carries only one run.
      if (run.state.name !== 'ended') client?.close()
      else if (client !== null) this.#pool.release(client)
    }
  }

  async #explain(error: unknown): Promise<never> {
    throw await reasonFor(error, this.#url, (...asked) => fetch(...asked))
  }
}

const services = new Map<string, Service>()

/** The widgets of a page share their connections. */
export function serviceAt(url: URL, token: string | undefined): Service {
  const key = JSON.stringify([url.href, token])
  const service = services.get(key) ?? new Service(url, token)
  services.set(key, service)
  return service
}
