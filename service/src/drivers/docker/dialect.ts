import type Dockerode from 'dockerode'
import type { ContainerLimits, RequiredLimit } from '../../ports/sandbox-engine.ts'
import type { HardenedContainer } from './hardening.ts'

/** What differs between engines that answer Docker's API. */
export interface Dialect {
  readonly engine: 'Docker' | 'Podman'

  /** Limits that it can't enforce, but takes without an error. `info` is its answer to `GET /info`. */
  readonly unenforced: (info: Record<string, unknown>) => Promise<readonly RequiredLimit[]>

  /** Creates the container of a sandbox, with all of its protections. */
  createSandbox(container: HardenedContainer): Promise<Dockerode.Container>

  /** Creates a container that runs no program of a user. */
  createHelper(container: Dockerode.ContainerCreateOptions): Promise<Dockerode.Container>

  /** Makes sure that the image's files are in the container's empty volumes. */
  fillVolumes(container: Dockerode.Container): Promise<void>

  /** Kills and removes a container. Throws if it is gone. */
  remove(container: Dockerode.Container): Promise<void>

  /** Changes the limits of a running container. */
  limit(container: Dockerode.Container, limits: ContainerLimits): Promise<void>

  /** The name of an image as Docker has it. */
  readonly imageName: (name: string) => string

  /** Further options of a build, by which a failed one leaves no image. */
  readonly buildOptions: object

  /** Whether the engine would remove an image although others are built on it. Throws if there is no such image. */
  forgetsChildren(name: string): Promise<boolean>

  /** Bytes that all images take together. */
  imageBytes(): Promise<number>
}
