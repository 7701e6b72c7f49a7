import { randomBytes } from 'node:crypto'
import { SandrunError, toSandrunError } from '@sandrun/shared'
import { LABELS } from '../model/labels.ts'
import type { ImageEngine } from '../ports/image-engine.ts'
import { tarContext } from './context.ts'
import { type ImagePlan, type ImageSource, type PlannedImage, planSources } from './image-plan.ts'

/** How many of the builder's last lines a failure keeps. */
const LOG_LINES = 20

/** A version stands among the first words of what a toolchain prints. */
const VERSION_CHARACTERS = 4096

interface BuiltImage {
  image: string
  version: string | null
  seconds: number
}

interface FailedImage {
  image: string
  error: SandrunError
  /** The builder's last lines: the error itself seldom says why. */
  log: string[]
}

/** What happens to one image while a plan is built. */
export type BuildProgress =
  /** What is built; before it comes what is pulled. */
  | { type: 'planned'; total: number }
  | { type: 'pulling'; image: string }
  | ({ type: 'pulled' } & BuiltImage)
  /** It is built instead. */
  | { type: 'not-pulled'; image: string; error: SandrunError }
  | { type: 'started'; image: string }
  | { type: 'line'; image: string; line: string }
  | ({ type: 'built' } & BuiltImage)
  | ({ type: 'failed' } & FailedImage)
  /** Not tried, since the image `because`, on which it builds, is not there. */
  | { type: 'skipped'; image: string; because: string }

/** How a plan ended. */
export interface BuildReport {
  /** Those that a registry had. */
  pulled: string[]
  built: BuiltImage[]
  upToDate: string[]
  failed: FailedImage[]
  skipped: { image: string; because: string }[]
}

export interface BuildOptions {
  engine: ImageEngine
  onProgress?: (progress: BuildProgress) => void
  signal?: AbortSignal
  /** Images built at the same time. */
  concurrency?: number
}

/** Builds what is stale, and tells all but `planned` and what is pulled. A failure stops only what is built on it; all failures are in the report. */
export async function buildImages(plan: ImagePlan, options: BuildOptions): Promise<BuildReport> {
  const { onProgress, signal, concurrency = 2 } = options
  const needed = new Set(plan.toBuild.flatMap(({ parents }) => parents))
  // What others wait for goes first.
  const waiting = new Set(plan.toBuild.toSorted((a, b) => Number(needed.has(b.image)) - Number(needed.has(a.image))))
  const unusable = new Set<string>()
  const report: BuildReport = {
    pulled: [],
    built: [],
    upToDate: plan.images.filter((planned) => !waiting.has(planned)).map(({ image }) => image),
    failed: [],
    skipped: [],
  }
  const active = new Map<string, Promise<void>>()

  const buildOne = async (planned: PlannedImage): Promise<void> => {
    const { image } = planned
    const lines: string[] = []
    const onLine = (line: string): void => {
      lines.push(line)
      onProgress?.({ type: 'line', image, line })
    }
    onProgress?.({ type: 'started', image })
    try {
      const built = await buildImage(planned, options, onLine)
      report.built.push(built)
      onProgress?.({ type: 'built', ...built })
    } catch (error) {
      // What was stopped has not failed.
      if (signal?.aborted === true) return
      const failure = { image, error: toSandrunError(error), log: lines.slice(-LOG_LINES) }
      unusable.add(image)
      report.failed.push(failure)
      onProgress?.({ type: 'failed', ...failure })
    } finally {
      active.delete(image)
    }
  }

  while (waiting.size > 0 || active.size > 0) {
    if (signal?.aborted) {
      await Promise.all(active.values())
      signal.throwIfAborted()
    }
    for (const planned of waiting) {
      const { image, parents } = planned
      const because = parents.find((parent) => unusable.has(parent))
      if (because !== undefined) {
        waiting.delete(planned)
        unusable.add(image)
        report.skipped.push({ image, because })
        onProgress?.({ type: 'skipped', image, because })
        continue
      }
      const isReady = parents.every(
        (parent) => !active.has(parent) && ![...waiting].some((other) => other.image === parent),
      )
      if (!isReady || active.size >= concurrency) continue
      waiting.delete(planned)
      active.set(image, buildOne(planned))
    }
    if (active.size > 0) await Promise.race(active.values())
  }
  signal?.throwIfAborted()
  return report
}

/** Builds one folder when it is stale, whatever it is for. Throws when that fails. */
export async function buildFolder(
  source: ImageSource,
  options: BuildOptions,
): Promise<{ hash: string; built: boolean }> {
  const plan = await planSources([source], [source.image], options.engine)
  const { built, failed } = await buildImages(plan, options)
  const [failure] = failed
  if (failure !== undefined) throw failure.error
  return { hash: plan.images.at(-1)?.labels[LABELS.hash] ?? '', built: built.length > 0 }
}

/**
 * The toolchain's version is a label, and labels are fixed when an image is built. So it is built under a passing
 * name, asked, and then built again as nothing but `FROM`, what is laid over it, and labels. Until that has worked the old
 * image stays.
 */
async function buildImage(
  planned: PlannedImage,
  { engine, signal }: BuildOptions,
  onLine: (line: string) => void,
): Promise<BuiltImage> {
  const { image, context, folders, labels, overlay } = planned
  const began = performance.now()
  const passing = `${image}:build-${randomBytes(4).toString('hex')}`
  try {
    await engine.buildImage(
      { tag: passing, labels: {}, context: tarContext(context, folders), onProgress: onLine },
      signal,
    )
    await refuseVolumes(engine, planned, passing)
    const version = await readVersion(engine, planned, passing)
    const steps = [`FROM ${passing}`, ...(overlay === undefined ? [] : [`COPY --from=${overlay} / /`])]
    const dockerfile = { path: 'Dockerfile', content: Buffer.from(`${steps.join('\n')}\n`) }
    await engine.buildImage(
      {
        tag: image,
        labels: { ...labels, ...(version !== null && { [LABELS.version]: version }) },
        context: tarContext([dockerfile]),
        onProgress: () => undefined,
      },
      signal,
    )
    return { image, version, seconds: (performance.now() - began) / 1000 }
  } finally {
    // Only the name goes: the layers are the finished image's. A build that failed has not left one.
    await engine.removeImage(passing).catch(() => undefined)
  }
}

/** A volume is writable and unbounded whatever the sandbox allows, and there is no way to switch it off. */
async function refuseVolumes(engine: ImageEngine, { image }: PlannedImage, tag: string): Promise<void> {
  const volumes = (await engine.inspectImage(tag))?.volumes ?? []
  if (volumes.length === 0) return
  throw new SandrunError('sandbox-failed', `${image} declares VOLUME ${volumes.join(', ')}, which has no size limit.`, {
    hint: 'Remove VOLUME from the Dockerfile or build on another image.',
  })
}

async function readVersion(engine: ImageEngine, { image, version }: PlannedImage, tag: string): Promise<string | null> {
  if (version === undefined) return null
  const printed = await engine.capture(tag, version.argv)
  const match = new RegExp(version.pattern, 'm').exec(printed.slice(0, VERSION_CHARACTERS))
  const found = match?.[1] ?? match?.[0]
  if (found !== undefined) return found
  throw new SandrunError(
    'sandbox-failed',
    `${image}: "${version.argv.join(' ')}" printed no version: ${printed.trim()}`,
    {
      hint: 'Correct "version" in its language.json.',
    },
  )
}
