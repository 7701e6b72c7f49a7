import { randomBytes } from 'node:crypto'
import { LABELS } from '../../model/labels.ts'

/** Anyone may remove a container that is older than this. */
const LIFETIME_MS = 24 * 3_600_000

interface Identity {
  /** The process, as ownerName() names it. */
  owner: string
  /** The installation. */
  instance: string
  /** Id of the node. */
  node: string
}

/** The name of a container, from before it is made until it is gone. */
export interface HeldName extends Disposable {
  readonly name: string
}

/** Who holds containers, and the names of those that it makes and uses. */
export class Holder {
  readonly node: string
  readonly #owner: string
  readonly #instance: string
  readonly #names = new Set<string>()

  constructor({ owner, instance, node }: Identity) {
    this.node = node
    this.#owner = owner
    this.#instance = instance
  }

  /** Labels by which `Sweeper` recognises a container, or a volume, of a dead process. */
  labels(): Record<string, string> {
    return {
      [LABELS.owner]: this.#owner,
      [LABELS.instance]: this.#instance,
      [LABELS.node]: this.node,
      [LABELS.deadline]: new Date(Date.now() + LIFETIME_MS).toISOString(),
    }
  }

  /** A new name for a container, held until it is disposed of. */
  takeName(kind: string): HeldName {
    const name = `sandrun-${kind}-${randomBytes(6).toString('hex')}`
    this.#names.add(name)
    return { name, [Symbol.dispose]: () => this.#names.delete(name) }
  }

  /** Whether it makes or uses the container of this name. */
  holds(name: string): boolean {
    return this.#names.has(name)
  }
}
