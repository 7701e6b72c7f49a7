import type { RunClient } from '@sandrun/shared/client'
import type { ServiceAddress } from './service-address.ts'
import { connect } from './service-client.ts'

/** Connections to one service. Makes the first at once, so that it is ready or on its way when it is needed. */
export class EarlyConnection implements Disposable {
  readonly #address: ServiceAddress
  readonly #unwanted = new AbortController()
  #first: Promise<RunClient> | null

  constructor(address: ServiceAddress, signal: AbortSignal) {
    this.#address = address
    this.#first = connect(address, AbortSignal.any([signal, this.#unwanted.signal]))
    // `take` reports the error.
    this.#first.catch(() => {})
  }

  /** Throws the reason why it did not connect. */
  take(signal: AbortSignal): Promise<RunClient> {
    const first = this.#first ?? connect(this.#address, signal)
    this.#first = null
    return first
  }

  /** Closes the first connection if nobody has taken it. */
  [Symbol.dispose](): void {
    this.#unwanted.abort()
    void this.#first?.then(
      (client) => client.close(),
      () => {},
    )
    this.#first = null
  }
}
