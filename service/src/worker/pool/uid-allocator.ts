/** Uids of sandboxes: above the system's own, below those of user namespaces. */
export const FIRST_UID = 20_000
export const LAST_UID = 59_999

/**
 * Gives each live sandbox its own uid. The kernel counts inotify instances, pipe pages and keys per uid across the
 * whole host, so two sandboxes with one uid could starve each other. Freed uids are reused last, and the start is
 * random, so that two services on one host rarely share a uid.
 */
export class UidAllocator {
  readonly #used = new Set<number>()
  #next: number

  constructor(start = FIRST_UID + Math.floor(Math.random() * (LAST_UID - FIRST_UID + 1))) {
    this.#next = start
  }

  take(): number {
    while (this.#used.has(this.#next)) this.#advance()
    const uid = this.#next
    this.#used.add(uid)
    this.#advance()
    return uid
  }

  release(uid: number): void {
    this.#used.delete(uid)
  }

  #advance(): void {
    this.#next = this.#next === LAST_UID ? FIRST_UID : this.#next + 1
  }
}
