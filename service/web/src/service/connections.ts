import { signal } from '@preact/signals'
import { SandrunError } from '@sandrun/shared'
import { ConnectionPool, type RunClient, webSocketTransport } from '@sandrun/shared/client'
import type { TokenStore } from './token-store.ts'

const CONNECT_TIMEOUT_MS = 10_000

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

  /**
   * Connects before there is a run, so that the first one need not, and to learn whether a token is wanted. Forgets one
   * that the service does not take and does not want either.
   */
  async warmUp(): Promise<void> {
    try {
      this.release(await this.take(AbortSignal.timeout(CONNECT_TIMEOUT_MS)))
    } catch (error) {
      if (this.wantsToken.value !== true || this.#tokens.token === undefined) throw error
      this.release(await this.#connect(undefined))
      this.#tokens.forget()
      this.wantsToken.value = false
    }
  }

  /** Asks the service of a token first, and keeps it if it is good. Throws a SandrunError: what the service says. */
  async signIn(token: string, { inBrowser }: { inBrowser: boolean }): Promise<void> {
    const client = await this.#connect(token)
    this.#tokens.keep(token, { inBrowser })
    this.wantsToken.value = false
    this.release(client)
  }

  signOut(): void {
    this.#tokens.forget()
    // What is kept was made with the token.
    this.#pool.close()
    this.wantsToken.value = null
    void this.warmUp().catch(() => {})
  }

  #connect(token: string | undefined): Promise<RunClient> {
    return this.#pool.take(new URL(location.origin), token, AbortSignal.timeout(CONNECT_TIMEOUT_MS))
  }
}
