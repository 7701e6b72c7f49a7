import Dockerode, { type ContainerCreateOptions } from 'dockerode'
import { DockerEngine } from '../../../src/drivers/docker/docker-engine.ts'
import type { ContainerEngine } from '../../../src/ports/sandbox-engine.ts'

/** What the engine gets: a hardened container, or a relaxed one. */
type Options = ContainerCreateOptions
type HostConfig = NonNullable<Options['HostConfig']> & { CgroupnsMode?: string }

/** Removes lines of the hardening. Each use says what else its attack needs. */
export type Relaxation = (options: Options) => Options

/** Changes these fields of the host configuration, and no others. */
export function host(change: Partial<HostConfig>): Relaxation {
  return (options) => ({ ...options, HostConfig: { ...options.HostConfig, ...change } })
}

export function all(...relaxations: readonly Relaxation[]): Relaxation {
  return (options) => relaxations.reduce((relaxed, relax) => relax(relaxed), options)
}

/** Runs everything as this user, who also owns the writable places and so can enter them. */
export function asUser(uid: number): Relaxation {
  return (options) =>
    tmpfs((mount) => mount.replaceAll(/([ug]id)=\d+/g, `$1=${uid}`))({ ...options, User: `${uid}:${uid}` })
}

/** Changes the options of the writable file systems. */
export function tmpfs(change: (options: string, path: string) => string): Relaxation {
  return (options) => {
    const mounts: Record<string, string> = options.HostConfig?.Tmpfs ?? {}
    return host({
      Tmpfs: Object.fromEntries(Object.entries(mounts).map(([path, mount]) => [path, change(mount, path)])),
    })(options)
  }
}

/** Removes one resource limit. The much higher one of Docker's daemon takes its place. */
export function withoutUlimit(name: string): Relaxation {
  return (options) =>
    host({ Ulimits: (options.HostConfig?.Ulimits ?? []).filter((limit) => limit.Name !== name) })(options)
}

export function changeUlimit(name: string, value: number): Relaxation {
  return all(withoutUlimit(name), (options) =>
    host({ Ulimits: [...(options.HostConfig?.Ulimits ?? []), { Name: name, Soft: value, Hard: value }] })(options),
  )
}

/** The engine's own list of system calls; no-new-privileges, in the same field, stays. */
export const withoutDockersFilter: Relaxation = host({ SecurityOpt: ['no-new-privileges', 'seccomp=unconfined'] })

/** Replaces the agent's volume; writable if asked. */
export function withAgent(volume: string, { readOnly = true } = {}): Relaxation {
  return (options) => {
    const mounts = options.HostConfig?.Mounts ?? []
    return host({ Mounts: mounts.map((mount) => ({ ...mount, Source: volume, ReadOnly: readOnly })) })(options)
  }
}

export function withImage(image: string): Relaxation {
  return (options) => ({ ...options, Image: image })
}

/** The real engine, with hardened sandboxes except for `relax`. */
export function relaxedEngine(relax: Relaxation): ContainerEngine {
  const docker = new Dockerode()
  const create = docker.createContainer.bind(docker)
  const createContainer = (options: Options): Promise<Dockerode.Container> =>
    // The container that fills the agent's volume runs no program, so it is not hardened.
    create(options.HostConfig?.CapDrop === undefined ? options : relax(options))
  return new DockerEngine(Object.assign(docker, { createContainer }))
}

/** The container's output that the host keeps, or the engine's reason why there is none. */
export async function hostLog(containerId: string): Promise<string> {
  try {
    return (await new Dockerode().getContainer(containerId).logs({ stdout: true, stderr: true })).toString()
  } catch (error) {
    return `nothing: ${String(error)}`
  }
}
