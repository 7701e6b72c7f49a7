import { signal } from '@preact/signals'
import { SandrunError } from '@sandrun/shared'
import { ConnectionPool, type RunClient, webSocketTransport } from '@sandrun/shared/client'
import type { TokenStore } from './token-store.ts'

/** Connections to the service this page came from; one is kept for the next run. */
export class Connections {
  /** Whether the service wants a token we do not have; null until it has been asked. */
  readonly wantsToken = signal<boolean | null>(null)
  readonly #tokens: TokenStore
  readonly #pool: ConnectionPool

  constructor(client: string, tokens: TokenStore) {
    this.#tokens = tokens
    this.#pool = new ConnectionPool(client, webSocketTransport)
  }

  /** A connection for one run, to be given back with `release`. Throws a SandrunError: `unreachable`, `unauthorized`. */
  async take(aborted: AbortSignal): Promise<RunClient> {
    try {
      const client = await this.#pool.take(new URL(location.origin), this.#tokens.token, aborted)
      this.wantsToken.value = false
      return client
    } catch (error) {
      if (error instanceof SandrunError && error.code === 'unauthorized') this.wantsToken.value = true
      throw error
    }
  }

  /** Keeps the connection for the next run. Only after its run is over. */
  release(client: RunClient): void {
    this.#pool.release(client)
  }

  /** Connects before there is a run, so that the first one need not, and to learn whether a token is wanted. */
  async warmUp(aborted: AbortSignal): Promise<void> {
    this.release(await this.take(aborted))
  }

  /** Drops what is kept: it was made with another token. */
  forget(): void {
    this.#pool.close()
    this.wantsToken.value = null
  }
}
