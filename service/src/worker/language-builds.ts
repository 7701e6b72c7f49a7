import { type LanguageInfo, toSandrunError } from '@sandrun/shared'
import type { FastifyBaseLogger } from 'fastify'
import { bringImages } from '../images/image-bring.ts'
import type { BuildProgress } from '../images/image-build.ts'
import { type ImagePlan, planImages } from '../images/image-plan.ts'
import type { Catalog } from '../languages/catalog.ts'
import type { LanguagePack } from '../languages/pack.ts'
import type { ImageEngine } from '../ports/image-engine.ts'

interface LanguageBuildsOptions {
  engine: ImageEngine
  catalog: Catalog
  /** Where to look for images before building them; null: nowhere. */
  registry: string | null
  log: Pick<FastifyBaseLogger, 'info' | 'warn'>
  /** Called when a language is built, to announce it. */
  built: () => Promise<void>
}

/** A language that is not built yet. */
interface Missing {
  image: string
  /** All images to build for it, including its own. */
  needs: ReadonlySet<string>
}

/** Builds languages while the service runs, and tracks the progress of each. */
export class LanguageBuilds implements AsyncDisposable {
  readonly #options: LanguageBuildsOptions
  readonly #ending = new AbortController()
  /** By the language's id. */
  readonly #missing = new Map<string, Missing>()
  /** Images that are being built now. */
  readonly #active = new Set<string>()
  /** Those that have begun; the next ones wait for it. */
  #underWay: Promise<void> = Promise.resolve()

  constructor(options: LanguageBuildsOptions) {
    this.#options = options
  }

  /** Undefined for a language that is built, failed to build, or is not to be built here. */
  stateOf(id: string): LanguageInfo['build'] {
    const missing = this.#missing.get(id)
    if (missing === undefined) return undefined
    return [...missing.needs].some((image) => this.#active.has(image)) ? 'building' : 'waiting'
  }

  /** As `add`, but never rejects. */
  async begin(packs: readonly LanguagePack[]): Promise<void> {
    try {
      await this.add(packs)
    } catch (error) {
      this.#options.log.warn({ err: toSandrunError(error) }, "can't find out which languages must be built")
    }
  }

  /** Builds the missing ones of these languages, after those already asked for. Resolves once their states say so. */
  async add(packs: readonly LanguagePack[]): Promise<void> {
    const { engine, catalog } = this.#options
    const plan = await planImages(catalog, packs, engine)
    const asked = new Map<string, Missing>()
    const fresh = packs.filter(({ image, manifest: { id } }) => {
      const needs = missingFor(image, plan)
      if (this.#missing.has(id) || !needs.has(image)) return false
      asked.set(id, { image, needs })
      return true
    })
    if (fresh.length === 0) return
    for (const [id, missing] of asked) this.#missing.set(id, missing)
    const bring = (): Promise<void> => this.#bring(asked, () => planImages(catalog, fresh, engine))
    this.#underWay = this.#underWay.then(bring)
  }

  /** Stops the current builds. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort()
    await this.#underWay
  }

  async #bring(asked: ReadonlyMap<string, Missing>, makePlan: () => Promise<ImagePlan>): Promise<void> {
    const { engine, registry, log } = this.#options
    const { signal } = this.#ending
    const told: Promise<void>[] = []
    const onProgress = (progress: BuildProgress): void => {
      const noted = this.#note(progress).catch((error: unknown) => {
        log.warn({ err: toSandrunError(error) }, 'a built language could not be announced')
      })
      told.push(noted)
    }
    try {
      signal.throwIfAborted()
      await bringImages(makePlan, { engine, registry, onProgress, signal })
      await Promise.all(told)
    } catch (error) {
      if (!signal.aborted) log.warn({ err: toSandrunError(error) }, 'the languages could not be built')
    } finally {
      // One that failed may have been asked for again, and waits for its next turn.
      for (const [id, missing] of asked) if (this.#missing.get(id) === missing) this.#missing.delete(id)
      this.#active.clear()
    }
  }

  async #note(progress: BuildProgress): Promise<void> {
    const { log, built } = this.#options
    const { type } = progress
    if (type === 'line' || type === 'planned') return
    const { image } = progress
    if (type === 'started' || type === 'pulling') return void this.#active.add(image)
    if (type === 'not-pulled') {
      log.info({ image, err: progress.error }, 'could not pull an image, so it is built')
      return void this.#active.delete(image)
    }
    if (type === 'failed') {
      log.warn({ image, err: progress.error, lines: progress.log }, 'an image could not be built')
    }
    // Announce it first, so that it is always either built or being built.
    if (type === 'built' || type === 'pulled') await built()
    this.#active.delete(image)
    for (const [id, missing] of this.#missing) if (missing.image === image) this.#missing.delete(id)
  }
}

/** The images that a plan builds for one image. */
function missingFor(wanted: string, { toBuild }: ImagePlan): ReadonlySet<string> {
  const needed = new Set([wanted])
  const missing = new Set<string>()
  // From the children to the parents.
  for (const { image, parents } of toBuild.toReversed()) {
    if (!needed.has(image)) continue
    missing.add(image)
    for (const parent of parents) needed.add(parent)
  }
  return missing
}
