import { SandrunError } from '../error-codes.ts'
import { ANSWER_TIMEOUT_MS } from './http-client.ts'
import { RunClient } from './run-client.ts'
import { connectUrl, type Transport } from './transport.ts'

/** How long an idle connection counts as alive. */
const FRESH_MS = 60_000

interface Idle {
  client: RunClient
  address: string
  since: number
}

/** Connections to services, one for each run; one is kept for the next run. */
export class ConnectionPool {
  readonly #client: string
  readonly #open: (url: URL) => Transport
  readonly #addresses = new WeakMap<RunClient, string>()
  #idle: Idle | null = null

  /** `client` is the client's name and version: `vscode/0.1.0`. `open` makes a WebSocket to a ws: or wss: address. */
  constructor(client: string, open: (url: URL) => Transport) {
    this.#client = client
    this.#open = open
  }

  /**
   * A connection for one run; give it back with `release`. Reuses the kept one if service and token are the same.
   * Throws a SandrunError: `unreachable`, or what the service answered.
   */
  async take(url: URL, token: string | undefined, signal: AbortSignal): Promise<RunClient> {
    const address = JSON.stringify([url.href, token])
    const idle = this.#idle
    this.#idle = null
    if (idle?.address === address && Date.now() - idle.since < FRESH_MS) return idle.client
    idle?.client.close()
    const client = await this.#connect(url, token, signal)
    this.#addresses.set(client, address)
    return client
  }

  /** Keeps the connection for the next run if it still works. Only after its run is over. */
  release(client: RunClient): void {
    const address = this.#addresses.get(client)
    if (address === undefined) return client.close()
    this.#idle?.client.close()
    const idle: Idle = { client, address, since: Date.now() }
    this.#idle = idle
    void client.closed.then(() => {
      if (this.#idle === idle) this.#idle = null
    })
  }

  /** Closes the idle one. */
  close(): void {
    this.#idle?.client.close()
    this.#idle = null
  }

  async #connect(url: URL, token: string | undefined, signal: AbortSignal): Promise<RunClient> {
    const timeout = AbortSignal.timeout(ANSWER_TIMEOUT_MS)
    try {
      return await RunClient.connect(() => this.#open(connectUrl(url)), {
        client: this.#client,
        token,
        signal: AbortSignal.any([signal, timeout]),
      })
    } catch (error) {
      if (!timeout.aborted || signal.aborted) throw error
      const seconds = ANSWER_TIMEOUT_MS / 1000
      throw new SandrunError('unreachable', `The service did not answer within ${seconds} s.`, { cause: error })
    }
  }
}
