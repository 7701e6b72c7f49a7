import { type LanguageInfo, SandrunError, toSandrunError } from '@sandrun/shared'
import type { FastifyBaseLogger } from 'fastify'
import type { NodeInfo, NodeRegistry } from '../../ports/node-registry.ts'

/** How often it is looked who has what, in milliseconds. */
const LOOK_EVERY_MS = 1000

/** What the workers of the cluster can run together, as it was a moment ago. */
export class ClusterLanguages implements Disposable {
  readonly #registry: NodeRegistry
  readonly #log: FastifyBaseLogger
  readonly #timer: NodeJS.Timeout
  #workers: readonly NodeInfo[] = []
  #languages: LanguageInfo[] = []
  #places = 0
  /** What kept it from looking. */
  #error: SandrunError | null = null

  constructor(registry: NodeRegistry, log: FastifyBaseLogger) {
    this.#registry = registry
    this.#log = log
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS)
  }

  get all(): LanguageInfo[] {
    return this.#languages
  }

  /** Runs that all workers together can have at once, those included that only end theirs. */
  get places(): number {
    return this.#places
  }

  /** Throws `cluster-unavailable` while nobody could run anything. */
  check(): void {
    if (this.#error !== null) throw this.#error
    if (this.#workers.length > 0) return
    throw new SandrunError('cluster-unavailable', 'No worker takes runs.', { retryAfter: 5 })
  }

  /** Looks now. Rejects with `cluster-unavailable`. */
  async refresh(): Promise<void> {
    const nodes = await this.#registry.list()
    this.#error = null
    const workers = nodes.filter(({ role }) => role !== 'gateway')
    this.#places = workers.reduce((sum, { places }) => sum + places, 0)
    this.#workers = workers.filter(({ draining }) => !draining)
    const merged = new Map<string, LanguageInfo>()
    for (const { languages } of this.#workers) {
      for (const one of languages) merged.set(one.id, merge(merged.get(one.id), one))
    }
    this.#languages = [...merged.values()].toSorted((a, b) => a.id.localeCompare(b.id))
  }

  /** The language that a request means, which some worker can run now. Throws a SandrunError that says who could. */
  find(name: string): LanguageInfo {
    this.check()
    const wanted = name.toLowerCase()
    const known = this.#languages.find(
      ({ id, aliases }) => id === wanted || aliases.some((alias) => alias.toLowerCase() === wanted),
    )
    if (known === undefined) {
      throw new SandrunError('unknown-language', `Unknown language "${name}".`, { field: 'language' })
    }
    if (known.available) return known
    const hosts = this.#workers.filter(({ languages }) => languages.some(({ id }) => id === known.id))
    const names = [...new Set(hosts.map(({ host }) => host))].join(', ')
    throw new SandrunError('image-missing', `No worker has the image for ${known.name}.`, {
      hint: `Build it on a worker (${names}): sandrun lang build ${known.id}`,
    })
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }

  async #look(): Promise<void> {
    try {
      await this.refresh()
    } catch (error) {
      this.#error = toSandrunError(error)
      this.#log.debug({ err: error }, "can't list the cluster's languages")
    }
  }
}

/** The same language on two workers: what one of them can, both are asked for. */
function merge(one: LanguageInfo | undefined, other: LanguageInfo): LanguageInfo {
  if (one === undefined) return other
  const known = one.available ? one : other
  return { ...known, warm: one.warm + other.warm, prepared: (one.prepared ?? 0) + (other.prepared ?? 0) }
}
