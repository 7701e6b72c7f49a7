import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type LanguageManifest, SandrunError } from '@sandrun/shared'
import { LABELS } from '../model/labels.ts'
import type { ImageEngine } from '../ports/image-engine.ts'
import type { Catalog } from '../languages/catalog.ts'
import { type ContextFile, hashContext, readContext } from './context.ts'
import { readExtraCertificates } from './extra-certificates.ts'
import type { LanguagePack } from '../languages/pack.ts'

/** Names the host's certificates that an image trusts. */
const LABEL_CERTIFICATES = 'sandrun.extra-ca'

/** The folder of `_bases/` that gives every pack's image the names of its user and of its machine. */
export const OVERLAY_BASE = 'account'

const PACK_OVERLAY = `sandrun/base-${OVERLAY_BASE}`

/** The parts of a pack's folder outside its image: a new sample must not rebuild a toolchain. */
const NOT_IN_IMAGE = ['language.json', 'samples', 'tests']

/** The source of an image: a folder with a Dockerfile, or another image to use unchanged. */
export interface ImageSource {
  image: string
  /** The image's purpose: a pack's id, a base's name, `agent`. */
  pack: string
  folder: string
  ignore?: readonly string[]
  /** An upstream image, for a folder without a Dockerfile. */
  upstream?: string
  /** An image whose files are copied over the finished one. */
  overlay?: string
  /** How to get the toolchain's version from the built image. */
  version?: { argv: readonly string[]; pattern: string } | undefined
}

/** One image of a plan. */
export interface PlannedImage extends ImageSource {
  context: readonly ContextFile[]
  /** Folders that the context has even when they are empty. */
  folders: readonly string[]
  labels: Readonly<Record<string, string>>
  /** Images of the same plan that it is built on. */
  parents: readonly string[]
  /** Missing, or built from other sources than the current ones. */
  stale: boolean
}

/** The wanted images and those they need, parents first. */
export interface ImagePlan {
  /** The wanted images. */
  wanted: ReadonlySet<string>
  images: readonly PlannedImage[]
  /** The stale images that are wanted or needed by one that must be built, parents first. */
  toBuild: readonly PlannedImage[]
}

/** Plans the builds that these packs need to run. */
export async function planImages(
  catalog: Catalog,
  packs: readonly LanguagePack[],
  engine: ImageEngine,
): Promise<ImagePlan> {
  const bases = await baseSources(join(catalog.directory, '_bases'))
  const overlay = bases.find(({ image }) => image === PACK_OVERLAY)?.image
  const sources = [...bases, ...catalog.packs.map((pack) => ({ ...packSource(pack), ...(overlay && { overlay }) }))]
  return planSources(
    sources,
    packs.map(({ image }) => image),
    engine,
  )
}

/** The same for any sources: `wanted` are names of images among them. */
export async function planSources(
  sources: readonly ImageSource[],
  wanted: readonly string[],
  engine: ImageEngine,
): Promise<ImagePlan> {
  const known = new Map(sources.map((source) => [source.image, source]))
  const planned = new Map<string, PlannedImage>()

  const visit = async (image: string, children: readonly string[]): Promise<void> => {
    if (planned.has(image)) return
    const source = known.get(image)
    if (source === undefined) throw new SandrunError('invalid-request', `${children.at(-1)}: "${image}" has no folder.`)
    if (children.includes(image)) {
      throw new SandrunError(
        'invalid-request',
        `Images depend on each other in a loop: ${[...children, image].join(', ')}.`,
      )
    }
    const context = await contextOf(source)
    const begunFrom = parentImages(dockerfileOf(context), (name) => known.has(name) || name.startsWith('sandrun/'))
    const parents = source.overlay === undefined ? begunFrom : [...begunFrom, source.overlay]
    for (const parent of parents) await visit(parent, [...children, image])
    planned.set(image, await plan(source, context, parents, planned, engine))
  }
  for (const image of wanted) await visit(image, [])

  const images = [...planned.values()]
  const needed = new Set(wanted)
  // From the children to the parents: only a child that is built needs its parent.
  for (const { image, parents, stale } of images.toReversed()) {
    if (stale && needed.has(image)) for (const parent of parents) needed.add(parent)
  }
  return { wanted: new Set(wanted), images, toBuild: images.filter(({ image, stale }) => stale && needed.has(image)) }
}

/** The images that a Dockerfile begins from or copies from, except its own stages. */
export function parentImages(dockerfile: string, isOurs: (image: string) => boolean): string[] {
  const stages = new Set<string>()
  const parents = new Set<string>()
  for (const line of dockerfile.split('\n')) {
    const from = /^\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?\s*$/i.exec(line)
    const image = from?.[1] ?? /^\s*COPY\s+(?:--\S+\s+)*?--from=(\S+)\s/i.exec(line)?.[1]
    if (image !== undefined && !stages.has(image.toLowerCase()) && isOurs(image)) parents.add(image)
    if (from?.[2] !== undefined) stages.add(from[2].toLowerCase())
  }
  return [...parents]
}

/** The source of a pack's image. */
function packSource({ manifest, folder, image, hasDockerfile }: LanguagePack): ImageSource {
  return {
    image,
    pack: manifest.id,
    folder,
    ignore: NOT_IN_IMAGE,
    version: manifest.version ?? usualVersion(manifest),
    ...(!hasDockerfile && manifest.image !== undefined && { upstream: manifest.image }),
  }
}

/** A command that most toolchains have. */
function usualVersion({ compile, run }: LanguageManifest): ImageSource['version'] {
  const [program = ''] = (compile ?? run).argv
  return { argv: [program, '--version'], pattern: '(\\d+(?:\\.\\d+)+)' }
}

async function baseSources(folder: string): Promise<ImageSource[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ image: `sandrun/base-${name}`, pack: `base-${name}`, folder: join(folder, name) }))
}

async function contextOf({ folder, ignore, upstream }: ImageSource): Promise<ContextFile[]> {
  if (upstream === undefined) return readContext(folder, ignore)
  return [{ path: 'Dockerfile', content: Buffer.from(`FROM ${upstream}\nHEALTHCHECK NONE\n`) }]
}

async function plan(
  source: ImageSource,
  files: readonly ContextFile[],
  parents: readonly string[],
  planned: ReadonlyMap<string, PlannedImage>,
  engine: ImageEngine,
): Promise<PlannedImage> {
  const hash = hashContext(
    files,
    JSON.stringify(source.version ?? null),
    ...parents.map((parent) => planned.get(parent)?.labels[LABELS.hash] ?? ''),
  )
  const takesCertificates = /^[ \t]*COPY[ \t]+extra-ca\s/im.test(dockerfileOf(files))
  const certificates = takesCertificates ? await readExtraCertificates() : []
  // Apart from the hash: an image built behind a company's proxy is the same as one built elsewhere.
  const labels = {
    [LABELS.pack]: source.pack,
    [LABELS.hash]: hash,
    ...(takesCertificates && { [LABEL_CERTIFICATES]: hashContext(certificates) }),
  }
  const present = (await engine.inspectImage(source.image))?.labels
  const stale = present === undefined || Object.entries(labels).some(([name, value]) => present[name] !== value)
  return {
    ...source,
    context: [...files, ...certificates],
    folders: takesCertificates ? ['extra-ca'] : [],
    labels,
    parents,
    stale,
  }
}

function dockerfileOf(files: readonly ContextFile[]): string {
  return files.find(({ path }) => path === 'Dockerfile')?.content.toString() ?? ''
}
