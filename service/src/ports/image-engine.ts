import type { Readable } from 'node:stream'

/** What building, listing and removing languages needs from the engine. Throws the same errors as a SandboxEngine. */
export interface ImageEngine {
  /** The image, or null when no image has that name. */
  inspectImage(tag: string): Promise<ImageInfo | null>

  listImages(label: string): Promise<ImageSummary[]>

  /** Builds from a tar stream of the context; `onProgress` gets the builder's lines. */
  buildImage(build: ImageBuild, signal?: AbortSignal): Promise<void>

  pullImage(tag: string, onProgress: (line: string) => void, signal?: AbortSignal): Promise<void>

  /** Gives an image another name, and takes it away from any other image. */
  tagImage(name: string, tag: string): Promise<void>

  removeImage(tag: string): Promise<void>

  /** Removes the image of that name or id; returns false when a container or another image uses it. */
  removeUnusedImage(name: string): Promise<boolean>

  /** Runs a command in a throw-away container of the image, without network, and returns its output. */
  capture(image: string, argv: readonly string[]): Promise<string>

  listVolumes(label: string): Promise<string[]>

  removeVolume(name: string): Promise<void>

  /** Returns false when a container uses it. */
  removeUnusedVolume(name: string): Promise<boolean>

  /** Bytes that all images take together, counting shared layers once. */
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
  /** Its layers, the lowest first; images share layers of the same name. */
  layers: string[]
}

export interface ImageBuild {
  tag: string
  labels: Record<string, string>
  buildArgs?: Record<string, string>
  context: Readable
  onProgress: (line: string) => void
}
