import { SandrunError, type SessionInfo } from '@sandrun/shared'
import type { Links } from './links.ts'
import type { LinkReader, RunLink } from './run-link.ts'

/** Waits for what a worker says of a session. Like a run, it notices when its worker dies. */
export class SessionAnswer implements LinkReader, Disposable {
  readonly link: RunLink
  readonly #links: Links
  readonly #lost: () => SandrunError
  readonly #settled = Promise.withResolvers<SessionInfo | null>()

  /** `lost`: what it means that its worker is dead. */
  constructor(links: Links, id: string, lost: () => SandrunError) {
    this.#links = links
    this.#lost = lost
    this.link = links.open(id, this)
    // It may fail before anything waits for it.
    this.#settled.promise.catch(() => {})
  }

  /** Null if the session has ended. Rejects with a SandrunError, or with what `refuse` gives. */
  get given(): Promise<SessionInfo | null> {
    return this.#settled.promise
  }

  refuse(error: unknown): void {
    this.#settled.reject(error)
  }

  session(info: SessionInfo | null): void {
    this.#settled.resolve(info)
  }

  failed(error: SandrunError): void {
    this.refuse(error)
  }

  lost(): void {
    this.refuse(this.#lost())
  }

  /** The worker ends a session that was to be created. */
  broken(): void {
    this.link.tell({ type: 'cancel' })
    this.refuse(connectionLost())
  }

  // No client follows a session, and its requests end with their gateway.
  message(): void {}
  output(): void {}
  ended(): void {}
  takenOver(): void {}
  leave(): void {}

  [Symbol.dispose](): void {
    this.#links.close(this.link)
  }
}

export function connectionLost(): SandrunError {
  const message = "The gateway lost the connection to the session's worker."
  return new SandrunError('cluster-unavailable', message, { retryAfter: 5 })
}
