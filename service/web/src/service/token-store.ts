import { type Signal, signal } from '@preact/signals'

/** The token's name in the browser's storage. */
const KEY = 'sandrun.token'

/**
 * The token of the signed-in person: for this tab only (sessionStorage), or for this browser if so chosen
 * (localStorage). It is never part of an address.
 */
export class TokenStore {
  readonly signedIn: Signal<boolean>
  readonly #forTab: Storage
  readonly #forBrowser: Storage

  constructor(forTab: Storage, forBrowser: Storage) {
    this.#forTab = forTab
    this.#forBrowser = forBrowser
    this.signedIn = signal(this.token !== undefined)
  }

  get token(): string | undefined {
    return this.#forTab.getItem(KEY) ?? this.#forBrowser.getItem(KEY) ?? undefined
  }

  keep(token: string, { inBrowser }: { inBrowser: boolean }): void {
    this.forget()
    const storage = inBrowser ? this.#forBrowser : this.#forTab
    storage.setItem(KEY, token)
    this.signedIn.value = true
  }

  forget(): void {
    this.#forTab.removeItem(KEY)
    this.#forBrowser.removeItem(KEY)
    this.signedIn.value = false
  }
}
