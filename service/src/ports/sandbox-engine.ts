import type { ImageEngine } from './image-engine.ts'

/**
 * What a worker needs of the engine that runs sandboxes. Every method throws a SandrunError: `docker-unavailable` when
 * the engine can't be reached, `image-missing` when the image isn't there, `sandbox-failed` for the rest.
 */
export interface SandboxEngine extends Pick<ImageEngine, 'inspectImage' | 'listImages'> {
  /** Facts about the engine, for `doctor` and for sizing. */
  info(): Promise<EngineInfo>

  /** Creates a container from `spec`, attaches to it, starts it. On any failure nothing is left. */
  startContainer(spec: ContainerSpec): Promise<AttachedContainer>

  /** Ids of the containers, in any state, that carry all these labels. */
  listContainers(labels: Record<string, string>): Promise<ContainerSummary[]>

  /** Kills and removes; a container that is gone already is fine. */
  removeContainer(id: string): Promise<void>

  /** Makes sure a volume of that name holds what the image has at `path`; fills it when it is missing or empty. */
  fillVolume(volume: VolumeSpec, content: VolumeContent): Promise<void>

  /**
   * Calls back with the id of every container of these labels in which the kernel's OOM killer struck. Resolves when
   * the engine ends the stream of events; throws when it can't be begun.
   */
  watchOom(labels: Record<string, string>, onOom: (containerId: string) => void, signal: AbortSignal): Promise<void>
}

export interface VolumeSpec {
  name: string
  labels: Record<string, string>
}

/** What an image has at a path, and the labels of the container that it takes to copy it. */
export interface VolumeContent {
  image: string
  path: string
  labels: Record<string, string>
}

export interface EngineInfo {
  version: string
  cgroupVersion: '1' | '2'
  cpus: number
  memoryBytes: number
  architecture: string
  runtimes: string[]
  /** What runs a container that names none. */
  defaultRuntime: string
  /** Of the machine that containers run on. */
  kernel: string
  system: string
  /** As the engine words them: `name=seccomp,profile=default`. */
  security: string[]
  rootless: boolean
  userNamespaces: boolean
  storageDriver: string
  /** Where it keeps images and containers, on its own machine. */
  rootDir: string
}

export interface ContainerSpec {
  image: string
  name: string
  labels: Record<string, string>
  entrypoint: readonly string[]
  env: Record<string, string>
  user: string
  workDir: string
  memoryBytes: number
  pids: number
  cpuShares: number
  /** CPUs' worth of quota, or null for none. */
  cpuQuota: number | null
  tmpfs: Record<string, string>
  shmBytes: number
  /** The agent's volume, mounted read-only at the given path. */
  agentVolume: { name: string; path: string }
  runtime: string | null
}

/** A started container with its one attach stream. */
export interface AttachedContainer {
  id: string
  /** Bytes to the init's stdin, written as they come. `false` means: wait for `drained`. */
  write(bytes: Uint8Array): boolean
  drained(): Promise<void>
  /** The init's stdout as it comes; what it says on stderr goes to `onLog`. Set once, at the start. */
  onOutput(listener: (bytes: Uint8Array) => void, onLog: (text: string) => void): void
  /** Calls back once, when the stream has ended: the container is gone. */
  onEnd(listener: () => void): void
  /** Changes the limits of the running container. */
  update(limits: { memoryBytes: number; pids: number }): Promise<void>
  /** Kills and removes the container; safe to call more than once. */
  destroy(): Promise<void>
}

export interface ContainerSummary {
  id: string
  state: string
  labels: Record<string, string>
}

/** One engine for both, such as Docker. */
export type ContainerEngine = SandboxEngine & ImageEngine
