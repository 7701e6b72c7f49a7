import type { Readable } from 'node:stream'

/** What building, listing and removing languages need of the engine. Its errors are those of a SandboxEngine. */
export interface ImageEngine {
  /** The image, or null when there is none of that name. */
  inspectImage(tag: string): Promise<ImageInfo | null>

  listImages(label: string): Promise<ImageSummary[]>

  /** Builds from a tar stream of the context; `onProgress` gets the builder's lines. */
  buildImage(build: ImageBuild, signal?: AbortSignal): Promise<void>

  pullImage(tag: string, onProgress: (line: string) => void, signal?: AbortSignal): Promise<void>

  /** Gives an image another name; what had it has it no longer. */
  tagImage(name: string, tag: string): Promise<void>

  removeImage(tag: string): Promise<void>

  /** Removes the image of that name or id, but for one that a container or another image uses: then false. */
  removeUnusedImage(name: string): Promise<boolean>

  /** Runs a command in a throw-away container of the image, without network, and gives back what it printed. */
  capture(image: string, argv: readonly string[]): Promise<string>

  listVolumes(label: string): Promise<string[]>

  removeVolume(name: string): Promise<void>

  /** Bytes that all images take together, shared layers counted once. */
  diskUsage(): Promise<number>
}

export interface ImageSummary {
  id: string
  tags: string[]
  labels: Record<string, string>
  sizeBytes: number
}

export interface ImageInfo extends ImageSummary {
  /** Paths the image declares as VOLUME: such an image is refused. */
  volumes: string[]
  /** What it is made of, the lowest first; images share those of the same name. */
  layers: string[]
}

export interface ImageBuild {
  tag: string
  labels: Record<string, string>
  buildArgs?: Record<string, string>
  context: Readable
  onProgress: (line: string) => void
}
