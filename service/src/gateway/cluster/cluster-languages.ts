import { type LanguageInfo, SandrunError, toSandrunError } from '@sandrun/shared'
import type { FastifyBaseLogger } from 'fastify'
import type { NodeInfo, NodeRegistry } from '../../ports/node-registry.ts'

/** How often to list the workers' languages, in milliseconds. */
const LOOK_EVERY_MS = 1000

/** The languages that the cluster's workers could run a moment ago. */
export class ClusterLanguages implements Disposable {
  readonly #registry: NodeRegistry
  readonly #log: FastifyBaseLogger
  readonly #timer: NodeJS.Timeout
  #workers: readonly NodeInfo[] = []
  #languages: LanguageInfo[] = []
  #places = 0
  /** Why the last listing failed. */
  #error: SandrunError | null = null

  constructor(registry: NodeRegistry, log: FastifyBaseLogger) {
    this.#registry = registry
    this.#log = log
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS)
  }

  get all(): LanguageInfo[] {
    return this.#languages
  }

  /** The most runs on all workers together, including workers that are draining. */
  get places(): number {
    return this.#places
  }

  /** Throws `cluster-unavailable` while no worker could run anything. */
  check(): void {
    if (this.#error !== null) throw this.#error
    if (this.#workers.length > 0) return
    throw new SandrunError('cluster-unavailable', 'No worker takes runs.', { retryAfter: 5 })
  }

  /** Lists the languages now. Rejects with `cluster-unavailable`. */
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

  /** The language of that name that a worker can run now. Throws a SandrunError that names workers to build it on. */
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

  /** The same, also for a language that only a worker has that has just joined. */
  async search(name: string): Promise<LanguageInfo> {
    try {
      return this.find(name)
    } catch {
      await this.refresh()
      return this.find(name)
    }
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

/** Combines a language of two workers: it is available if either has it. */
function merge(one: LanguageInfo | undefined, other: LanguageInfo): LanguageInfo {
  if (one === undefined) return other
  const known = one.available ? one : other
  return { ...known, warm: one.warm + other.warm, prepared: (one.prepared ?? 0) + (other.prepared ?? 0) }
}
