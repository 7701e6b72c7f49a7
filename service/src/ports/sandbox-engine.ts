import type { ImageEngine } from './image-engine.ts'

/**
 * What a worker needs from the engine that runs sandboxes. Every method throws a SandrunError: `docker-unavailable`
 * when the engine can't be reached, `image-missing` when the image does not exist, `sandbox-failed` for the rest.
 */
export interface SandboxEngine extends Pick<ImageEngine, 'inspectImage' | 'listImages'> {
  /** Facts about the engine, for `doctor` and for sizing. */
  info(): Promise<EngineInfo>

  /** Creates a container from `spec`, attaches to it and starts it. Leaves nothing behind on failure. */
  startContainer(spec: ContainerSpec): Promise<AttachedContainer>

  /** All containers with all these labels, in any state. */
  listContainers(labels: Record<string, string>): Promise<ContainerSummary[]>

  /** Kills and removes a container; does nothing if it is gone. */
  removeContainer(id: string): Promise<void>

  /** Removes the volumes with all these labels that no container uses, in whatever state. Returns how many. */
  removeUnusedVolumes(labels: Record<string, string>): Promise<number>

  /** Makes sure that the volume holds the image's files at `path`; fills it if it is missing or empty. */
  fillVolume(volume: VolumeSpec, content: VolumeContent): Promise<void>

  /**
   * Calls back with the id of every container with these labels in which the kernel's OOM killer ended a process.
   * Resolves when the engine ends the stream of events; throws when the stream can't be opened.
   */
  watchOom(labels: Record<string, string>, onOom: (containerId: string) => void, signal: AbortSignal): Promise<void>
}

export interface VolumeSpec {
  name: string
  labels: Record<string, string>
}

/** A path in an image, and the name and labels of the container that copies its files. */
export interface VolumeContent {
  image: string
  path: string
  name: string
  labels: Record<string, string>
}

/** Limits without which a program could take the machine's resources from everybody else. */
export type RequiredLimit = 'memory' | 'processes'

export interface EngineInfo {
  /** Its name, such as Docker. */
  engine: string
  version: string
  cgroupVersion: '1' | '2'
  cpus: number
  memoryBytes: number
  architecture: string
  runtimes: string[]
  /** The runtime of containers that name none. */
  defaultRuntime: string
  /** The kernel of the machine that runs containers. */
  kernel: string
  system: string
  /** In the engine's words: `name=seccomp,profile=default`. */
  security: string[]
  rootless: boolean
  /** Limits of a container that it can't enforce here, in words: `memory`. */
  unenforced: readonly RequiredLimit[]
  userNamespaces: boolean
  storageDriver: string
  /** Where the engine keeps images and containers, on its machine. */
  rootDir: string
}

export interface ContainerSpec {
  image: string
  name: string
  /** Of the container, and of the volumes that are made with it. */
  labels: Record<string, string>
  entrypoint: readonly string[]
  env: Record<string, string>
  user: string
  workDir: string
  memoryBytes: number
  pids: number
  cpuShares: number
  /** The cgroup above the container's: a systemd slice, or a path, by the engine's cgroup driver; null: the engine's. */
  cgroupParent: string | null
  /** Quota in CPUs, or null for none. */
  cpuQuota: number | null
  tmpfs: Record<string, string>
  shmBytes: number
  /** The agent's volume, mounted read-only at the given path. */
  agentVolume: { name: string; path: string }
  runtime: string | null
}

/** The limits of a container that can change while it runs. */
export interface ContainerLimits {
  memoryBytes: number
  pids: number
}

/** A started container with its only attach stream. */
export interface AttachedContainer {
  id: string
  /** Writes bytes to the init's stdin, in order. `false` means: wait for `drained`. */
  write(bytes: Uint8Array): boolean
  drained(): Promise<void>
  /** Passes on the init's stdout as it comes, and its stderr to `onLog`. Called once, at the start. */
  onOutput(listener: (bytes: Uint8Array) => void, onLog: (text: string) => void): void
  /** Calls back once, when the stream has ended: the container is gone. */
  onEnd(listener: () => void): void
  /** Changes the limits of the running container. */
  update(limits: ContainerLimits): Promise<void>
  /** Kills and removes the container; safe to call more than once. */
  destroy(): Promise<void>
}

export interface ContainerSummary {
  id: string
  /** Empty if its removal has begun and failed. */
  name: string
  state: string
  labels: Record<string, string>
}

/** One engine for both jobs, such as Docker. */
export type ContainerEngine = SandboxEngine & ImageEngine
