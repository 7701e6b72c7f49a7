import { DockerEngine } from '../container/docker-engine.ts'
import { LABELS } from '../container/labels.ts'

/** `sandrun uninstall`: removes everything of ours from Docker, and says how much that frees. */
export async function uninstall(): Promise<number> {
  const engine = new DockerEngine()
  const containers = await engine.listContainers({ [LABELS.owner]: '' })
  await Promise.all(containers.map(({ id }) => engine.removeContainer(id)))
  const before = await engine.diskUsage()
  const images = await engine.listImages(LABELS.pack)
  // Bases last: an image others build on frees nothing while they are there.
  const tags = images.flatMap(({ tags: names }) => names).toSorted((a, b) => Number(isBase(a)) - Number(isBase(b)))
  for (const tag of tags) {
    process.stderr.write(`removing ${tag}\n`)
    await engine.removeImage(tag)
  }
  const volumes = await engine.listVolumes(LABELS.hash)
  for (const volume of volumes) await engine.removeVolume(volume)
  const freed = before - (await engine.diskUsage())
  process.stdout.write(
    `Removed ${containers.length} containers, ${tags.length} images and ${volumes.length} volumes: ` +
      `${(freed / 1e6).toFixed(0)} MB free again.\n`,
  )
  return 0
}

function isBase(tag: string): boolean {
  return tag.startsWith('sandrun/base-')
}
