import type { RunClient } from '@sandrun/shared/client'
import type { ServiceAddress } from './service-address.ts'
import { connect } from './service-client.ts'

/** Connections to one service, the first of which is made at once: when it is asked for, it is there or on its way. */
export class EarlyConnection implements Disposable {
  readonly #address: ServiceAddress
  readonly #unwanted = new AbortController()
  #first: Promise<RunClient> | null

  constructor(address: ServiceAddress, signal: AbortSignal) {
    this.#address = address
    this.#first = connect(address, AbortSignal.any([signal, this.#unwanted.signal]))
    // Told to whoever takes it.
    this.#first.catch(() => {})
  }

  /** Throws what kept it from connecting. */
  take(signal: AbortSignal): Promise<RunClient> {
    const first = this.#first ?? connect(this.#address, signal)
    this.#first = null
    return first
  }

  /** Ends the first where nobody has taken it. */
  [Symbol.dispose](): void {
    this.#unwanted.abort()
    void this.#first?.then(
      (client) => client.close(),
      () => {},
    )
    this.#first = null
  }
}
