import { openContainerEngine } from '../../compose/container-engine.ts'
import { LABELS } from '../../model/labels.ts'
import type { ContainerEngine } from '../../ports/sandbox-engine.ts'

export interface Removed {
  containers: number
  images: number
  volumes: number
  /** Freed bytes of the disk. */
  bytes: number
}

/** Removes all of Sandrun's objects from Docker, and prints how much that frees. */
export async function uninstall(): Promise<number> {
  const { containers, images, volumes, bytes } = await removeEverything(openContainerEngine(), LABELS, (what) => {
    process.stderr.write(`removing ${what}\n`)
  })
  process.stdout.write(
    `Removed ${containers} containers, ${images} images and ${volumes} volumes and freed ${(bytes / 1e6).toFixed(0)} MB.\n`,
  )
  return 0
}

/** Removes the containers, images and volumes that carry these labels. */
export async function removeEverything(
  engine: ContainerEngine,
  labels: Record<'owner' | 'pack' | 'hash', string>,
  onProgress: (what: string) => void,
): Promise<Removed> {
  const before = await engine.diskUsage()
  const containers = await engine.listContainers({ [labels.owner]: '' })
  await Promise.all(containers.map(({ id }) => engine.removeContainer(id)))
  const images = await engine.listImages(labels.pack)
  // Bases last: removing a base frees nothing while images are built on it.
  const tags = images.flatMap(({ tags: names }) => names).toSorted((a, b) => Number(isBase(a)) - Number(isBase(b)))
  for (const tag of tags) {
    onProgress(tag)
    await engine.removeImage(tag)
  }
  const volumes = [...(await engine.listVolumes(labels.hash)), ...(await engine.listVolumes(labels.owner))]
  for (const volume of volumes) await engine.removeVolume(volume)
  return {
    containers: containers.length,
    images: tags.length,
    volumes: volumes.length,
    bytes: before - (await engine.diskUsage()),
  }
}

function isBase(tag: string): boolean {
  return tag.startsWith('sandrun/base-')
}
