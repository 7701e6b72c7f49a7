import { signal } from '@preact/signals'
import { SandrunError } from '@sandrun/shared'
import { ConnectionPool, type RunClient, webSocketTransport } from '@sandrun/shared/client'
import type { TokenStore } from './token-store.ts'

const CONNECT_TIMEOUT_MS = 10_000

/** Connections to the page's service; one is kept for the next run. */
export class Connections {
  /** Whether the service wants a token that the page lacks; null until it is asked. */
  readonly wantsToken = signal<boolean | null>(null)
  /** Whether this person may have the service build languages. */
  readonly mayBuild = signal(false)
  readonly #tokens: TokenStore
  readonly #pool: ConnectionPool

  constructor(client: string, tokens: TokenStore) {
    this.#tokens = tokens
    this.#pool = new ConnectionPool(client, webSocketTransport)
  }

  /** A connection for one run; give it back with `release`. Throws a SandrunError: `unreachable`, `unauthorized`. */
  async take(aborted: AbortSignal): Promise<RunClient> {
    try {
      const client = await this.#connect(this.#tokens.token, aborted)
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
   * Connects before the first run, to make it faster and to learn whether a token is needed. Deletes a token that the
   * service refuses and does not need.
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

  /** Checks the token with the service, and stores it if it is valid. Throws a SandrunError: what the service says. */
  async signIn(token: string, { inBrowser }: { inBrowser: boolean }): Promise<void> {
    const client = await this.#connect(token)
    this.#tokens.keep(token, { inBrowser })
    this.wantsToken.value = false
    this.release(client)
  }

  signOut(): void {
    this.#tokens.forget()
    // It was made with the token.
    this.#pool.close()
    this.mayBuild.value = false
    this.wantsToken.value = null
    void this.warmUp().catch(() => {})
  }

  async #connect(token: string | undefined, aborted = AbortSignal.timeout(CONNECT_TIMEOUT_MS)): Promise<RunClient> {
    const client = await this.#pool.take(new URL(location.origin), token, aborted)
    this.mayBuild.value = client.welcome?.mayBuild === true
    return client
  }
}
