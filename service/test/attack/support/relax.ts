import Dockerode from 'dockerode'
import { DockerEngine } from '../../../src/drivers/docker/docker-engine.ts'
import type { hardenedContainer } from '../../../src/drivers/docker/hardening.ts'
import type { ContainerEngine } from '../../../src/ports/sandbox-engine.ts'

type Options = ReturnType<typeof hardenedContainer>
type HostConfig = NonNullable<Options['HostConfig']> & { CgroupnsMode?: string }

/** Takes lines of the hardening away again. What an attack needs beyond that is said where it is used. */
export type Relaxation = (options: Options) => Options

/** Changes these fields of the host configuration, and no other. */
export function host(change: Partial<HostConfig>): Relaxation {
  return (options) => ({ ...options, HostConfig: { ...options.HostConfig, ...change } })
}

export function all(...relaxations: readonly Relaxation[]): Relaxation {
  return (options) => relaxations.reduce((relaxed, relax) => relax(relaxed), options)
}

/** Everything runs as this user, who owns the writable places too: else it could not enter them. */
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

/** Takes one resource limit away. Docker's daemon has its own, which are far higher, in its place. */
export function withoutUlimit(name: string): Relaxation {
  return (options) =>
    host({ Ulimits: (options.HostConfig?.Ulimits ?? []).filter((limit) => limit.Name !== name) })(options)
}

export function changeUlimit(name: string, value: number): Relaxation {
  return all(withoutUlimit(name), (options) =>
    host({ Ulimits: [...(options.HostConfig?.Ulimits ?? []), { Name: name, Soft: value, Hard: value }] })(options),
  )
}

/** The engine's own list of system calls; no-new-privileges, which shares its field, stays. */
export const withoutDockersFilter: Relaxation = host({ SecurityOpt: ['no-new-privileges', 'seccomp=unconfined'] })

/** Another volume in place of the agent's; writable if asked. */
export function withAgent(volume: string, { readOnly = true } = {}): Relaxation {
  return (options) => {
    const mounts = options.HostConfig?.Mounts ?? []
    return host({ Mounts: mounts.map((mount) => ({ ...mount, Source: volume, ReadOnly: readOnly })) })(options)
  }
}

export function withImage(image: string): Relaxation {
  return (options) => ({ ...options, Image: image })
}

/** The real engine, whose sandboxes are hardened but for `relax`. */
export function relaxedEngine(relax: Relaxation): ContainerEngine {
  const docker = new Dockerode()
  const create = docker.createContainer.bind(docker)
  const createContainer = (options: Options): Promise<Dockerode.Container> =>
    // The container that fills the agent's volume runs nothing, so it is not hardened.
    create(options.HostConfig?.CapDrop === undefined ? options : relax(options))
  return new DockerEngine(Object.assign(docker, { createContainer }))
}

/** What the host keeps of a container's output, or the engine's words for why there is nothing. */
export async function hostLog(containerId: string): Promise<string> {
  try {
    return (await new Dockerode().getContainer(containerId).logs({ stdout: true, stderr: true })).toString()
  } catch (error) {
    return `nothing: ${String(error)}`
  }
}
