import Dockerode from 'dockerode'
import { attach } from './attach.ts'
import { DockerContainer } from './attached-container.ts'
import { captureOutput, capturingContainer } from './capture.ts'
import { chooseDialect } from './choose-dialect.ts'
import type { Dialect } from './dialect.ts'
import { engineError, isGone, isInUse } from './engine-error.ts'
import { engineInfo } from './engine-info.ts'
import { followEvents, followProgress } from './engine-stream.ts'
import { hardenedContainer } from './hardening.ts'
import type { ImageBuild, ImageInfo, ImageSummary } from '../../ports/image-engine.ts'
import type {
  AttachedContainer,
  ContainerEngine,
  ContainerSpec,
  ContainerSummary,
  EngineInfo,
  VolumeContent,
  VolumeSpec,
} from '../../ports/sandbox-engine.ts'

/** The Docker Engine API (1.41 and newer) of Docker or Podman, local or remote by DOCKER_HOST. */
export class DockerEngine implements ContainerEngine {
  readonly #docker: Dockerode
  readonly #labels: Record<string, string>
  #chosen: Dialect | null = null

  /**
   * Uses the engine that DOCKER_HOST names by default, or the local one. `labels` are those of containers that it makes
   * for itself.
   */
  constructor(docker = new Dockerode(), labels: Record<string, string> = {}) {
    this.#docker = docker
    this.#labels = labels
  }

  async info(): Promise<EngineInfo> {
    const dialect = await this.#dialect()
    const info: Record<string, unknown> = await this.#ask(() => this.#docker.info())
    return engineInfo(dialect.engine, info, await this.#ask(() => dialect.unenforced(info)))
  }

  async startContainer(spec: ContainerSpec): Promise<AttachedContainer> {
    const dialect = await this.#dialect()
    const container = await this.#ask(() => dialect.createSandbox(hardenedContainer(spec)))
    try {
      // Attach before the start, or the first bytes are lost.
      const stream = await attach(this.#docker, container.id, { stdin: true })
      const attached = new DockerContainer(container, stream, dialect)
      await container.start()
      return attached
    } catch (error) {
      await this.removeContainer(container.id)
      throw engineError(error)
    }
  }

  async listContainers(labels: Record<string, string>): Promise<ContainerSummary[]> {
    const filters = { label: labelFilter(labels) }
    const found = await this.#ask(() => this.#docker.listContainers({ all: true, filters }))
    return found.map(({ Id, Names, State, Labels }) => ({
      id: Id,
      name: Names[0]?.slice(1) ?? '',
      state: State,
      labels: Labels,
    }))
  }

  async removeContainer(id: string): Promise<void> {
    const dialect = await this.#dialect()
    await this.#ask(() => dialect.remove(this.#docker.getContainer(id)), ignoreGone)
  }

  async inspectImage(tag: string): Promise<ImageInfo | null> {
    const { imageName } = await this.#dialect()
    try {
      const image = await this.#docker.getImage(tag).inspect()
      return {
        id: image.Id,
        tags: image.RepoTags.map(imageName),
        labels: image.Config.Labels ?? {},
        sizeBytes: image.Size,
        volumes: Object.keys(image.Config.Volumes ?? {}),
        layers: image.RootFS.Layers ?? [],
      }
    } catch (error) {
      if (isGone(error)) return null
      throw engineError(error)
    }
  }

  async listImages(label: string): Promise<ImageSummary[]> {
    const { imageName } = await this.#dialect()
    const found = await this.#ask(() => this.#docker.listImages({ filters: { label: [label] } }))
    return found.map(({ Id, RepoTags, Labels, Size }) => ({
      id: Id,
      // Docker 20.10 returns this where newer versions return nothing.
      tags: (RepoTags ?? []).filter((tag) => tag !== '<none>:<none>').map(imageName),
      labels: Labels ?? {},
      sizeBytes: Size,
    }))
  }

  async buildImage({ tag, labels, buildArgs, context, onProgress }: ImageBuild, signal?: AbortSignal): Promise<void> {
    const { buildOptions } = await this.#dialect()
    const names = { t: tag, labels, buildargs: buildArgs ?? {} }
    const options = { ...names, rm: true, forcerm: true, ...buildOptions, abortSignal: signal }
    const stream = await this.#ask(() => this.#docker.buildImage(context, options))
    await followProgress(stream, onProgress)
  }

  async pullImage(tag: string, onProgress: (line: string) => void, signal?: AbortSignal): Promise<void> {
    const stream = await this.#ask(() => this.#docker.pull(tag, { abortSignal: signal }))
    await followProgress(stream, onProgress)
  }

  async tagImage(name: string, tag: string): Promise<void> {
    // The port of a registry is not a version.
    const { repo = tag, version = 'latest' } = /^(?<repo>.+):(?<version>[^:/]+)$/.exec(tag)?.groups ?? {}
    await this.#ask(() => this.#docker.getImage(name).tag({ repo, tag: version }))
  }

  async removeImage(tag: string): Promise<void> {
    await this.#ask(() => this.#docker.getImage(tag).remove({ force: true }), ignoreGone)
  }

  async removeUnusedImage(name: string): Promise<boolean> {
    const dialect = await this.#dialect()
    if (await this.#ask(() => dialect.forgetsChildren(name), isNot)) return false
    return removeUnused(() => this.#docker.getImage(name).remove({ force: false }))
  }

  async capture(image: string, argv: readonly string[]): Promise<string> {
    const dialect = await this.#dialect()
    const container = await this.#ask(() => dialect.createHelper(capturingContainer(image, argv, this.#labels)))
    try {
      return await this.#ask(() => captureOutput(this.#docker, container))
    } finally {
      await this.removeContainer(container.id)
    }
  }

  async fillVolume(volume: VolumeSpec, { image, path, name, labels }: VolumeContent): Promise<void> {
    await this.#ask(() => this.#docker.createVolume({ Name: volume.name, Labels: volume.labels }))
    const dialect = await this.#dialect()
    const filler = await this.#ask(() =>
      dialect.createHelper({
        name,
        Image: image,
        Labels: labels,
        HostConfig: { NetworkMode: 'none', Mounts: [{ Type: 'volume', Source: volume.name, Target: path }] },
      }),
    )
    try {
      await this.#ask(() => dialect.fillVolumes(filler))
    } finally {
      await this.removeContainer(filler.id)
    }
  }

  async listVolumes(label: string): Promise<string[]> {
    return this.#listVolumes({ label: [label] })
  }

  async removeUnusedVolumes(labels: Record<string, string>): Promise<number> {
    let removed = 0
    // Without other drivers, which may take long to answer: Sandrun's volumes have this one.
    for (const name of await this.#listVolumes({ label: labelFilter(labels), dangling: ['true'], driver: ['local'] }))
      // One that Docker can't remove, because a dead mount holds it, must not keep the others or the service.
      if (await this.removeUnusedVolume(name).catch(() => false)) removed++
    return removed
  }

  async #listVolumes(filters: Record<string, string[]>): Promise<string[]> {
    const { Volumes } = await this.#ask(() => this.#docker.listVolumes({ filters: JSON.stringify(filters) }))
    return Volumes.map(({ Name }) => Name)
  }

  async diskUsage(): Promise<number> {
    const dialect = await this.#dialect()
    return this.#ask(() => dialect.imageBytes())
  }

  async removeVolume(name: string): Promise<void> {
    await this.#ask(() => this.#docker.getVolume(name).remove({ force: true }), ignoreGone)
  }

  removeUnusedVolume(name: string): Promise<boolean> {
    return removeUnused(() => this.#docker.getVolume(name).remove({ force: false }))
  }

  async watchOom(
    labels: Record<string, string>,
    onOom: (containerId: string) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const filters = { event: ['oom'], label: labelFilter(labels) }
    const stream = await this.#ask(() => this.#docker.getEvents({ filters, abortSignal: signal }))
    await followEvents(stream, onOom)
  }

  /** Asks the engine once what it is. */
  async #dialect(): Promise<Dialect> {
    this.#chosen ??= await this.#ask(() => chooseDialect(this.#docker))
    return this.#chosen
  }

  async #ask<T>(question: () => Promise<T>, recover?: (error: unknown) => T): Promise<T> {
    try {
      return await question()
    } catch (error) {
      if (recover !== undefined && isGone(error)) return recover(error)
      throw engineError(error)
    }
  }
}

/** An empty value stands for any. */
function labelFilter(labels: Record<string, string>): string[] {
  return Object.entries(labels).map(([name, value]) => (value === '' ? name : `${name}=${value}`))
}

function ignoreGone(): void {}

function isNot(): boolean {
  return false
}

/** Returns false when the engine keeps it because something uses it. */
async function removeUnused(remove: () => Promise<unknown>): Promise<boolean> {
  try {
    await remove()
    return true
  } catch (error) {
    if (isGone(error)) return true
    if (isInUse(error)) return false
    throw engineError(error)
  }
}
