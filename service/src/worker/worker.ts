import { type LanguageInfo, type LanguageManifest, type RunRequest, SandrunError } from '@sandrun/shared'
import type { Catalog } from '../languages/catalog.ts'
import type { LanguagePack } from '../languages/pack.ts'
import { hasFor } from '../languages/richer.ts'
import { LABELS } from '../model/labels.ts'
import type { Principal } from '../model/principal.ts'
import type { PreparedRun, RunHost, RunOrder, RunStart } from '../ports/run-host.ts'
import type { Scheduler, Slot, Waiting } from '../ports/scheduler.ts'
import type { ImageSummary } from '../ports/image-engine.ts'
import type { SandboxEngine } from '../ports/sandbox-engine.ts'
import type { Config } from '../settings/config.ts'
import type { LanguageBuilds } from './language-builds.ts'
import type { CompileCache } from './compile-cache/compile-cache.ts'
import { compileKey } from './run/compile-key.ts'
import type { OomWatch } from './pool/oom-watch.ts'
import type { WarmPool } from './pool/warm-pool.ts'
import { type BuiltImage, checkVersion } from './run/built-image.ts'
import { preparedRuntime } from './run/prepared-runtime.ts'
import { warmShape } from './run/resolve-limits.ts'
import { type ResolvedRun, resolveRun } from './run/resolve.ts'
import { Run } from './run/run.ts'
import { type FreshSandboxes, singleUse } from './run/sandbox-source.ts'
import type { Session } from './session/session.ts'
import type { Sessions } from './session/sessions.ts'
import { resolveInSession } from './session/resolve-session.ts'

export interface WorkerDependencies {
  config: Config
  engine: Pick<SandboxEngine, 'listImages' | 'inspectImage'>
  catalog: Catalog
  pool: WarmPool
  sandboxes: FreshSandboxes
  /** Decides which compiler is next. */
  compilers: Scheduler
  sessions: Sessions
  compileCache: CompileCache
  oom: OomWatch
  /** Languages to keep warm from the start. */
  starters: ReadonlySet<LanguagePack>
  /** The current builds; null when nothing can be built. */
  builds: Pick<LanguageBuilds, 'stateOf' | 'add'> | null
  /** The most open files of all processes of a run together. */
  openFilesInAll: number
}

/** The run has already been admitted, with its memory. */
const OF_A_COMPILER = { memoryMb: 0, caps: { running: Infinity, queued: Infinity } }

/** Turns orders into runs on this machine, and tracks the current ones. */
export class Worker implements RunHost {
  readonly #dependencies: WorkerDependencies
  readonly #built = new Map<string, BuiltImage>()
  readonly #active = new Map<Run, Promise<unknown>>()

  constructor(dependencies: WorkerDependencies) {
    this.#dependencies = dependencies
  }

  /** Checks which languages are built, and has the pool warm them. */
  async refresh(): Promise<void> {
    const { catalog, engine, starters } = this.#dependencies
    const images = await engine.listImages(LABELS.pack)
    // The pool makes its first sandboxes in the order in which it learns of the languages.
    for (const pack of new Set([...starters, ...catalog.packs])) {
      this.#note(pack, images.find(({ tags }) => tags.includes(`${pack.image}:latest`)) ?? null)
    }
  }

  languages(): LanguageInfo[] {
    const { catalog, pool, builds } = this.#dependencies
    return catalog.packs.map(({ manifest, samples }) => ({
      id: manifest.id,
      name: manifest.name,
      version: this.#built.get(manifest.id)?.version ?? null,
      aliases: manifest.aliases,
      editorLanguageIds: manifest.editorLanguageIds,
      extensions: manifest.extensions,
      shebangs: manifest.shebangs ?? [],
      ...(manifest.signs !== undefined && { signs: manifest.signs }),
      file: manifest.file,
      compiled: manifest.compile !== undefined,
      available: this.#built.has(manifest.id),
      ...buildOf(builds?.stateOf(manifest.id)),
      warm: pool.warmCount(manifest.id),
      prepared: pool.preparedCount(manifest.id),
      libraries: manifest.libraries ?? [],
      diagnostics: manifest.diagnostics ?? [],
      samples: [...samples],
    }))
  }

  get builds(): boolean {
    return this.#dependencies.builds !== null
  }

  async build(language: string): Promise<void> {
    const { catalog, builds } = this.#dependencies
    const pack = catalog.packs.find(({ manifest: { id } }) => id === language)
    if (pack === undefined) throw new SandrunError('not-found', `Unknown language "${language}".`)
    if (this.#built.has(language)) return
    if (builds === null) throw new SandrunError('image-missing', 'This service builds no languages.')
    await builds.add([pack])
    // It was built elsewhere.
    if (builds.stateOf(language) === undefined) await this.refresh()
  }

  async prepare(order: RunOrder): Promise<PreparedRun> {
    const { catalog, config, sessions, openFilesInAll } = this.#dependencies
    const { request, principal } = order
    const session = request.session === undefined ? null : sessions.own(request.session, principal.id)
    const maximum = { ...config.maximum, ...principal.limits, openFilesInAll }
    const resolved =
      session === null
        ? resolveRun(request, catalog, maximum)
        : resolveInSession(request, session.resolved, catalog, maximum)
    return {
      language: resolved.pack.manifest.id,
      start: (start) => this.#start(order, start, resolved, session),
    }
  }

  async rejoin(): Promise<null> {
    return null
  }

  async check(request: RunRequest, { limits }: Principal): Promise<string> {
    const { catalog, config, openFilesInAll } = this.#dependencies
    const { pack } = resolveRun(request, catalog, { ...config.maximum, ...limits, openFilesInAll })
    await this.findImage(pack, request.version)
    return pack.manifest.id
  }

  async close(): Promise<void> {
    for (const run of this.#active.keys()) run.cancel()
    await Promise.allSettled(this.#active.values())
  }

  /** Throws `image-missing` or `unknown-version`. */
  async findImage(pack: LanguagePack, version: string | undefined): Promise<BuiltImage> {
    const { engine } = this.#dependencies
    const built = this.#built.get(pack.manifest.id) ?? this.#note(pack, await engine.inspectImage(pack.image))
    if (built === null) {
      throw this.#missing(pack)
    }
    checkVersion(version, built.version)
    return built
  }

  #missing({ manifest: { id, name } }: LanguagePack): SandrunError {
    if (this.#dependencies.builds?.stateOf(id) === undefined) {
      const hint = `Build it: sandrun lang build ${id}`
      return new SandrunError('image-missing', `The image for ${name} is not built.`, { hint })
    }
    const hint = 'Try again in a minute or two. "sandrun languages" shows the progress.'
    return new SandrunError('image-missing', `The image for ${name} is still being built.`, { hint })
  }

  #start(
    { request, principal, caps, live }: RunOrder,
    { id, log, resumeToken, begin }: RunStart,
    resolved: ResolvedRun,
    session: Session | null,
  ): ReturnType<PreparedRun['start']> {
    const { config, sandboxes, compileCache, oom } = this.#dependencies
    const run = new Run(resolved, {
      id,
      source: session ?? singleUse(sandboxes.for({ owner: principal.id, interactive: live, caps })),
      findImage: () => session?.findImage(request.version) ?? this.findImage(resolved.pack, request.version),
      compileSlot: (image) =>
        compileCache.slot(compileKey({ instance: config.instance, principal: principal.id, image }, resolved)),
      compileTurn: (...waiting) => this.#admitCompiler({ owner: principal.id, interactive: live }, ...waiting),
      interactiveMaximumMs: config.interactiveMaximumMs,
      elsewhere: (library) => this.#builtWith(resolved.pack.manifest.id, library),
      oom,
      log,
      live,
      resumeToken,
      begin,
    })
    session?.claim(run)
    const finished = run.execute().finally(() => {
      this.#active.delete(run)
      session?.release()
    })
    this.#active.set(run, finished)
    return { run, finished }
  }

  /** Permission to compile; until it is disposed of, the pool leaves the CPUs to the compiler. */
  async #admitCompiler(owner: Waiting, onPosition: (position: number) => void, signal: AbortSignal): Promise<Slot> {
    const { compilers, pool } = this.#dependencies
    const slot = await compilers.admit({ ...owner, ...OF_A_COMPILER }, onPosition, signal)
    const undisturbed = pool.compiling()
    const dispose = (): void => {
      undisturbed[Symbol.dispose]()
      slot[Symbol.dispose]()
    }
    return { queuedMs: slot.queuedMs, [Symbol.dispose]: dispose }
  }

  /** The languages that can run now and have a library that this one lacks. */
  #builtWith(language: string, library: string): LanguageManifest[] {
    const built = this.#dependencies.catalog.packs.filter(({ manifest }) => this.#built.has(manifest.id))
    return built.flatMap(({ manifest }) => (hasFor(manifest, language, library) ? manifest : []))
  }

  #note(pack: LanguagePack, image: ImageSummary | null): BuiltImage | null {
    const { config, pool, starters } = this.#dependencies
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
        starters.has(pack),
        preparedRuntime(manifest),
      )
    }
    this.#built.set(manifest.id, built)
    return built
  }
}

function buildOf(build: LanguageInfo['build']): Pick<LanguageInfo, 'build'> {
  return build === undefined ? {} : { build }
}
