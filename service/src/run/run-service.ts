import { randomUUID } from 'node:crypto'
import { type LanguageInfo, type RunRequest, type RunResult, SandrunError, toSandrunError } from '@sandrun/shared'
import type { FastifyBaseLogger } from 'fastify'
import type { Principal } from '../access/principal.ts'
import type { CompileCache } from '../compile-cache/compile-cache.ts'
import { compileKey } from '../compile-cache/compile-key.ts'
import type { Config } from '../config.ts'
import type { ContainerEngine, ImageSummary } from '../container/port.ts'
import { LABELS } from '../container/labels.ts'
import type { Drain } from '../health/drain.ts'
import type { Catalog } from '../languages/catalog.ts'
import type { LanguagePack } from '../languages/pack.ts'
import type { OomWatch } from '../pool/oom-watch.ts'
import type { WarmPool } from '../pool/warm-pool.ts'
import type { Admission } from '../scheduler/admission.ts'
import { RecordedRun } from '../record/recorded-run.ts'
import type { RunRecords } from '../record/run-records.ts'
import type { RunLog } from '../run-log/run-log.ts'
import type { Sessions } from '../session/sessions.ts'
import { resolveInSession } from '../session/terms.ts'
import { type BuiltImage, checkVersion } from './built-image.ts'
import { warmShape } from './resolve-limits.ts'
import { resolveRun } from './resolve.ts'
import { Run, type StartedFacts } from './run.ts'
import type { RunTelemetry } from './run-telemetry.ts'
import { type FreshSandboxes, singleUse } from './sandbox-source.ts'
import { usageOf } from './usage.ts'

export interface RunServiceDependencies {
  config: Config
  engine: ContainerEngine
  catalog: Catalog
  pool: WarmPool
  sandboxes: FreshSandboxes
  admission: Admission
  sessions: Sessions
  compileCache: CompileCache
  oom: OomWatch
  /** What the processes of a run may have open together. */
  openFilesInAll: number
  records: RunRecords
  drain: Drain
  telemetry: readonly RunTelemetry[]
  log: FastifyBaseLogger
}

/** Who asks for a run, and how. */
export interface RunTerms {
  principal: Principal
  /** Its stdin comes from a client who may take time to think. */
  live: boolean
  /** A job has an id already, and whoever runs it ends it. */
  job?: JobTerms
}

interface JobTerms {
  recorded: RecordedRun
  /** The last step before the program starts: throws when it must not. */
  begin: (started: StartedFacts) => Promise<void>
}

export interface StartedRun {
  run: Run
  log: RunLog
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
  start(request: RunRequest, terms: RunTerms): StartedRun {
    const { drain, telemetry } = this.#dependencies
    try {
      drain.check()
      const started = this.#begin(request, terms)
      drain.track(started.finished)
      return started
    } catch (error) {
      const refusal = toSandrunError(error)
      const facts = { id: null, principal: terms.principal, language: request.language ?? null }
      // A job comes again.
      if (terms.job === undefined) for (const one of telemetry) one.refused(facts, refusal)
      throw error
    }
  }

  #begin(request: RunRequest, terms: RunTerms): StartedRun {
    const { admission, catalog, config, sandboxes, sessions, compileCache, oom, records, log } = this.#dependencies
    const { telemetry, openFilesInAll } = this.#dependencies
    const { principal, live } = terms
    const session = request.session === undefined ? null : sessions.find(request.session, principal.id)
    const maximum = { ...config.maximum, ...principal.limits, openFilesInAll }
    const resolved =
      session === null
        ? resolveRun(request, catalog, maximum)
        : resolveInSession(request, session.terms, catalog, maximum)
    const caps = { ...config.caps, ...principal.caps }
    admission.admit({ id: principal.id, caps })
    const language = resolved.pack.manifest.id
    const recorded = terms.job?.recorded ?? new RecordedRun({ id: randomUUID(), principal: principal.id, language })
    const { id } = recorded.identity
    const facts = { id, principal, language }
    const said = { run: id, principal: principal.id, language }
    const context = {
      id,
      source: session ?? singleUse(sandboxes.for({ owner: principal.id, interactive: live, caps })),
      findImage: () => session?.findImage(request.version) ?? this.findImage(resolved.pack, request.version),
      compileSlot: (image: string) =>
        compileCache.slot(compileKey({ instance: config.instance, principal: principal.id, image }, resolved)),
      interactiveMaximumMs: config.interactiveMaximumMs,
      oom,
      log: recorded.log,
      live,
      begin: terms.job?.begin ?? (async () => {}),
    }
    const run = new Run(resolved, context)
    session?.claim(run)
    recorded.onCancel(() => run.cancel())
    const finished = run.execute().finally(() => {
      this.#active.delete(run)
      session?.release()
    })
    this.#active.set(run, finished)
    if (terms.job === undefined) records.follow(recorded, finished)
    finished.then(
      (result) => {
        const { verdict, warm, queuedMs } = result
        admission.spent({ id: principal.id, caps }, usageOf(result).cpuMs)
        for (const one of telemetry) one.ended(facts, result)
        log.info({ ...said, verdict, warm, queuedMs: Math.round(queuedMs) }, 'run ended')
      },
      (error: unknown) => {
        for (const one of telemetry) one.refused(facts, toSandrunError(error))
        log.warn({ ...said, err: error }, 'run refused')
      },
    )
    return { run, log: recorded.log, finished }
  }

  /** The id of the language, for a request that could begin now. Throws the SandrunError that `start` would end with. */
  async check(request: RunRequest, { limits }: Principal): Promise<string> {
    const { catalog, config, drain, openFilesInAll } = this.#dependencies
    drain.check()
    const { pack } = resolveRun(request, catalog, { ...config.maximum, ...limits, openFilesInAll })
    await this.findImage(pack, request.version)
    return pack.manifest.id
  }

  /** Cancels what still runs, and waits for it. */
  async close(): Promise<void> {
    for (const run of this.#active.keys()) run.cancel()
    await Promise.allSettled(this.#active.values())
    this.#dependencies.records.close()
  }

  /** Throws `image-missing` or `unknown-version`. */
  async findImage(pack: LanguagePack, version: string | undefined): Promise<BuiltImage> {
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
    const { config, pool } = this.#dependencies
    const { manifest } = pack
    if (image === null) {
      this.#built.delete(manifest.id)
      pool.unregister(manifest.id)
      return null
    }
    const built = { id: image.id, version: image.labels[LABELS.version] ?? 'unknown' }
    if (this.#built.get(manifest.id)?.id !== image.id) {
      pool.unregister(manifest.id)
      pool.register(
        { ...warmShape(manifest, config.maximum), packId: manifest.id, image: image.id },
        manifest.starter ?? false,
      )
    }
    this.#built.set(manifest.id, built)
    return built
  }
}
