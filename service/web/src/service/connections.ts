import { signal } from '@preact/signals'
import { SandrunError } from '@sandrun/shared'
import { connectUrl, RunClient, webSocketTransport } from '@sandrun/shared/client'
import type { TokenStore } from './token-store.ts'

/** How long an idle connection is taken for good. */
const FRESH_MS = 60_000

const ANSWER_TIMEOUT_MS = 10_000

/** Connections to the service this page came from; one is kept for the next run. */
export class Connections {
  /** Whether the service wants a token we do not have; null until it has been asked. */
  readonly wantsToken = signal<boolean | null>(null)
  readonly #client: string
  readonly #tokens: TokenStore
  #idle: { client: RunClient; since: number } | null = null

  constructor(client: string, tokens: TokenStore) {
    this.#client = client
    this.#tokens = tokens
  }

  /** A connection for one run, to be given back with `release`. Throws a SandrunError: `unreachable`, `unauthorized`. */
  async take(aborted: AbortSignal): Promise<RunClient> {
    const idle = this.#idle
    this.#idle = null
    if (idle !== null && Date.now() - idle.since < FRESH_MS) return idle.client
    idle?.client.close()
    return this.#connect(aborted)
  }

  /** Keeps the connection for the next run. Only after its run is over. */
  release(client: RunClient): void {
    this.#idle?.client.close()
    const idle = { client, since: Date.now() }
    this.#idle = idle
    void client.closed.then(() => {
      if (this.#idle === idle) this.#idle = null
    })
  }

  /** Connects before there is a run, so that the first one need not, and to learn whether a token is wanted. */
  async warmUp(aborted: AbortSignal): Promise<void> {
    this.release(await this.take(aborted))
  }

  /** Drops what is kept: it was made with another token. */
  forget(): void {
    this.#idle?.client.close()
    this.#idle = null
    this.wantsToken.value = null
  }

  async #connect(aborted: AbortSignal): Promise<RunClient> {
    const timeout = AbortSignal.timeout(ANSWER_TIMEOUT_MS)
    try {
      const client = await RunClient.connect(() => webSocketTransport(connectUrl(location.origin)), {
        client: this.#client,
        token: this.#tokens.token,
        signal: AbortSignal.any([aborted, timeout]),
      })
      this.wantsToken.value = false
      return client
    } catch (error) {
      if (error instanceof SandrunError && error.code === 'unauthorized') this.wantsToken.value = true
      if (!timeout.aborted || aborted.aborted) throw error
      const seconds = ANSWER_TIMEOUT_MS / 1000
      throw new SandrunError('unreachable', `The service does not answer (not within ${seconds} s).`, { cause: error })
    }
  }
}
