import { randomBytes } from 'node:crypto'
import { SandrunError, toSandrunError } from '@sandrun/shared'
import { LABELS } from '../model/labels.ts'
import type { ImageEngine } from '../ports/image-engine.ts'
import { tarContext } from './context.ts'
import { type ImagePlan, type ImageSource, type PlannedImage, planSources } from './image-plan.ts'

/** How many of the builder's last lines a failure keeps. */
const LOG_LINES = 20

/** A toolchain prints its version within this many characters. */
const VERSION_CHARACTERS = 4096

interface BuiltImage {
  image: string
  version: string | null
  seconds: number
}

interface FailedImage {
  image: string
  error: SandrunError
  /** The builder's last lines: the error itself seldom gives the cause. */
  log: string[]
}

/** The progress of one image while a plan is built. */
export type BuildProgress =
  /** The number of images to build; comes after all pulls. */
  | { type: 'planned'; total: number }
  | { type: 'pulling'; image: string }
  | ({ type: 'pulled' } & BuiltImage)
  /** It will be built instead. */
  | { type: 'not-pulled'; image: string; error: SandrunError }
  | { type: 'started'; image: string }
  | { type: 'line'; image: string; line: string }
  | ({ type: 'built' } & BuiltImage)
  | ({ type: 'failed' } & FailedImage)
  /** Not tried, since its parent image `because` is missing. */
  | { type: 'skipped'; image: string; because: string }

/** The result of building a plan. */
export interface BuildReport {
  /** Images from the registry. */
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
  /** The most images to build at the same time. */
  concurrency?: number
}

/** Builds stale images; reports all but `planned` and pulls. A failure stops only its children; the report has all. */
export async function buildImages(plan: ImagePlan, options: BuildOptions): Promise<BuildReport> {
  const { onProgress, signal, concurrency = 2 } = options
  const needed = new Set(plan.toBuild.flatMap(({ parents }) => parents))
  // First those that others wait for.
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
  // Of images that begin alike, one at a time: the next finds the layers of the one before it in Docker's cache.
  const beginnings = new Set<string>()

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
      // A stopped build has not failed.
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
      const beginning = beginningOf(planned)
      if (!isReady || active.size >= concurrency || beginnings.has(beginning)) continue
      waiting.delete(planned)
      beginnings.add(beginning)
      active.set(
        image,
        buildOne(planned).finally(() => beginnings.delete(beginning)),
      )
    }
    if (active.size > 0) await Promise.race(active.values())
  }
  signal?.throwIfAborted()
  return report
}

/** Builds one folder if it is stale. Throws when that fails. */
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
 * The toolchain's version is a label, and labels are fixed when an image is built. So this builds under a temporary
 * name, asks for the version, and builds again with only `FROM`, the overlay and labels. Until then the old image
 * stays.
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
    // Removes only the name: the finished image has the layers. A failed build has left no image.
    await engine.removeImage(passing).catch(() => undefined)
  }
}

/** The first image and command of a Dockerfile; of one that does not begin with a command, its image's name. */
function beginningOf({ image, context }: PlannedImage): string {
  const dockerfile = context.find(({ path }) => path === 'Dockerfile')?.content.toString() ?? ''
  const [from = '', ...rest] = dockerfile.split('\n').filter((line) => !line.startsWith('#'))
  if (!rest[0]?.startsWith('RUN ')) return image
  const end = rest.findIndex((line) => !line.endsWith('\\'))
  return [from.split(' ')[1], ...rest.slice(0, end + 1)].join('\n')
}

/** A volume is writable and unlimited whatever the sandbox allows, and can't be switched off. */
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
