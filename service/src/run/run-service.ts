import { type LanguageInfo, type RunRequest, type RunResult, SandrunError } from '@sandrun/shared'
import type { FastifyBaseLogger } from 'fastify'
import type { Config } from '../config.ts'
import type { ContainerEngine, ImageSummary } from '../container/port.ts'
import { LABELS } from '../container/labels.ts'
import type { Catalog } from '../languages/catalog.ts'
import type { LanguagePack } from '../languages/pack.ts'
import type { OomWatch } from '../pool/oom-watch.ts'
import type { WarmPool } from '../pool/warm-pool.ts'
import type { Scheduler } from '../scheduler/port.ts'
import type { RunObserver } from './observer.ts'
import { resolveRun, warmShape } from './resolve.ts'
import { type BuiltImage, Run } from './run.ts'

export interface RunServiceDependencies {
  config: Config
  engine: ContainerEngine
  catalog: Catalog
  pool: WarmPool
  scheduler: Scheduler
  oom: OomWatch
  log: FastifyBaseLogger
}

export interface StartedRun {
  run: Run
  finished: Promise<RunResult>
}

/** Turns requests into runs, and keeps track of those that go on. */
export class RunService {
  readonly #dependencies: RunServiceDependencies
  readonly #built = new Map<string, BuiltImage>()
  readonly #active = new Map<Run, Promise<unknown>>()

  constructor(dependencies: RunServiceDependencies) {
    this.#dependencies = dependencies
  }

  /** Looks which languages are built, and has the pool warm them. */
  async refresh(): Promise<void> {
    const { catalog, engine } = this.#dependencies
    const images = await engine.listImages(LABELS.pack)
    for (const pack of catalog.packs) {
      this.#note(pack, images.find(({ tags }) => tags.includes(`${pack.image}:latest`)) ?? null)
    }
  }

  languages(): LanguageInfo[] {
    const { catalog, pool } = this.#dependencies
    return catalog.packs.map(({ manifest, samples }) => ({
      id: manifest.id,
      name: manifest.name,
      version: this.#built.get(manifest.id)?.version ?? null,
      aliases: manifest.aliases,
      editorLanguageIds: manifest.editorLanguageIds,
      extensions: manifest.extensions,
      shebangs: manifest.shebangs ?? [],
      file: manifest.file,
      compiled: manifest.compile !== undefined,
      available: this.#built.has(manifest.id),
      warm: pool.warmCount(manifest.id),
      libraries: manifest.libraries ?? [],
      diagnostics: manifest.diagnostics ?? [],
      samples: [...samples],
    }))
  }

  /**
   * Begins a run; `finished` settles with its result, or a SandrunError when it could not begin after all. Throws a
   * SandrunError at once when the request itself can't be met.
   */
  start(request: RunRequest, observer: RunObserver, { live }: { live: boolean }): StartedRun {
    const { catalog, config, pool, scheduler, oom, log } = this.#dependencies
    const resolved = resolveRun(request, catalog, config.maximum)
    const language = resolved.pack.manifest.id
    const context = {
      scheduler,
      pool,
      findImage: () => this.#findImage(resolved.pack, request.version),
      interactiveMaximumMs: config.interactiveMaximumMs,
      oom,
    }
    const run = new Run(resolved, context, observer, live)
    const finished = run.execute().finally(() => this.#active.delete(run))
    this.#active.set(run, finished)
    finished.then(
      ({ verdict, warm, queuedMs }) =>
        log.info({ run: run.id, language, verdict, warm, queuedMs: Math.round(queuedMs) }, 'run ended'),
      (error: unknown) => log.warn({ run: run.id, language, err: error }, 'run refused'),
    )
    return { run, finished }
  }

  /** Cancels what still runs, and waits for it. */
  async close(): Promise<void> {
    for (const run of this.#active.keys()) run.cancel()
    await Promise.allSettled(this.#active.values())
  }

  async #findImage(pack: LanguagePack, version: string | undefined): Promise<BuiltImage> {
    const { engine } = this.#dependencies
    const built = this.#built.get(pack.manifest.id) ?? this.#note(pack, await engine.inspectImage(pack.image))
    if (built === null) {
      throw new SandrunError('image-missing', `The image of ${pack.manifest.name} is not built.`, {
        hint: `Build it: sandrun lang build ${pack.manifest.id}`,
      })
    }
    checkVersion(version, built.version)
    return built
  }

  #note(pack: LanguagePack, image: ImageSummary | null): BuiltImage | null {
    const { pool } = this.#dependencies
    const { manifest } = pack
    if (image === null) {
      this.#built.delete(manifest.id)
      pool.unregister(manifest.id)
      return null
    }
    const built = { id: image.id, version: image.labels[LABELS.version] ?? 'unknown' }
    if (this.#built.get(manifest.id)?.id !== image.id) {
      pool.unregister(manifest.id)
      pool.register({ ...warmShape(manifest), packId: manifest.id, image: image.id }, manifest.starter ?? false)
    }
    this.#built.set(manifest.id, built)
    return built
  }
}

/** A version fits when it is `*`, the same, or a prefix that ends at a dot: `3.13` fits 3.13.5. */
function checkVersion(asked: string | undefined, installed: string): void {
  if (asked === undefined || asked === '*' || asked === installed || installed.startsWith(`${asked}.`)) return
  throw new SandrunError('unknown-version', `There is no version "${asked}", but ${installed}.`, { field: 'version' })
}
