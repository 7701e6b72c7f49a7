import type { HardenedContainer, VolumeMount } from '../hardening.ts'

/** For one user. Podman's own limit is a million, and for more than it has itself, root needs CAP_SYS_RESOURCE. */
const MOST_PROCESSES = 32_768

/** Without root Podman passes on its user's own limit, which nobody may raise. */
export const processUlimit = (rootless: boolean): Ulimit[] =>
  rootless ? [] : [{ Name: 'nproc', Soft: MOST_PROCESSES, Hard: MOST_PROCESSES }]

interface Ulimit {
  Name: string
  Soft: number
  Hard: number
}

/**
 * The body of `POST /libpod/containers/create` for a container in Docker's words. It takes every line of the hardening:
 * the types refuse a line that has no counterpart here.
 */
export function podmanContainer(container: HardenedContainer, rootless: boolean): object {
  const { name, Image, Labels, Entrypoint, Cmd, User, WorkingDir, Env, Healthcheck, Hostname, Tty, ...more } = container
  const { OpenStdin, StdinOnce, AttachStdin, AttachStdout, AttachStderr, NetworkDisabled, HostConfig, ...none } = more
  return {
    name,
    image: Image,
    labels: Labels,
    entrypoint: Entrypoint,
    command: Cmd,
    user: User,
    work_dir: WorkingDir,
    env: Object.fromEntries(Env.map((pair) => splitPair(pair))),
    healthconfig: Healthcheck,
    hostname: Hostname,
    terminal: Tty,
    // Podman ends it with its only stream, and the network is the host part's.
    stdin: OpenStdin && StdinOnce && AttachStdin && AttachStdout && AttachStderr && NetworkDisabled,
    // An image with volumes is refused when it is built.
    image_volume_mode: 'ignore',
    systemd: 'false',
    // A removal kills it at once, as Docker does.
    stop_timeout: 0,
    ...hostPart(HostConfig, rootless),
    ...(none satisfies Record<string, never>),
  }
}

function hostPart(host: HardenedContainer['HostConfig'], rootless: boolean): object {
  const { AutoRemove, NetworkMode, ReadonlyRootfs, CapDrop, SecurityOpt, Privileged, IpcMode, ...more } = host
  const { CgroupnsMode, PidsLimit, Memory, MemorySwap, CpuShares, CgroupParent, CpuPeriod, CpuQuota, ...others } = more
  const { Ulimits, ShmSize, Tmpfs, Mounts, LogConfig, Runtime, ...none } = others
  const ulimits = [...Ulimits, ...processUlimit(rootless)]
  return {
    remove: AutoRemove,
    netns: { nsmode: NetworkMode },
    read_only_filesystem: ReadonlyRootfs,
    cap_drop: CapDrop,
    no_new_privileges: SecurityOpt.includes('no-new-privileges'),
    privileged: Privileged,
    ipcns: { nsmode: IpcMode },
    cgroupns: { nsmode: CgroupnsMode },
    resource_limits: {
      pids: { limit: PidsLimit },
      memory: { limit: Memory, swap: MemorySwap },
      cpu: { shares: CpuShares, period: CpuPeriod, quota: CpuQuota },
    },
    cgroup_parent: CgroupParent,
    r_limits: ulimits.map(({ Name, Soft, Hard }) => ({ type: Name, soft: Soft, hard: Hard })),
    shm_size: ShmSize,
    mounts: [
      ...Object.entries(Tmpfs).map(([path, options]) => tmpfs(path, options)),
      ...Mounts.flatMap((mount) => fileSystem(mount)),
    ],
    volumes: Mounts.flatMap((mount) => namedVolume(mount)),
    log_configuration: { driver: LogConfig.Type },
    oci_runtime: Runtime,
    ...(none satisfies Record<string, never>),
  }
}

/** Options that Podman knows by their names. */
const KNOWN_OPTION = /^(?:rw|ro|(?:no)?(?:suid|dev|exec)|mode=\d+)$/

/**
 * Podman refuses the options of a tmpfs that it does not know, such as `nr_inodes`, but passes on the value of `size`
 * as it is. The kernel separates options by commas, so it finds the others there. If a Podman were to refuse that too,
 * no sandbox would start. Podman, unlike Docker, would copy the image's files into it.
 */
function tmpfs(path: string, text: string): object {
  const options = text.split(',')
  const unknown = options.filter((option) => !KNOWN_OPTION.test(option))
  const size = unknown.toSorted((a, b) => Number(b.startsWith('size=')) - Number(a.startsWith('size='))).join(',')
  return {
    destination: path,
    type: 'tmpfs',
    source: 'tmpfs',
    options: [...options.filter((option) => KNOWN_OPTION.test(option)), 'notmpcopyup', size],
  }
}

/** Docker mounts another file system only as a volume with options, Podman directly. */
function fileSystem({ Target, VolumeOptions }: VolumeMount): object[] {
  const { type, device, o } = VolumeOptions.DriverConfig.Options
  return type === undefined ? [] : [{ destination: Target, type, source: device, options: o?.split(',') }]
}

function namedVolume({ Source, Target, ReadOnly, VolumeOptions }: VolumeMount): object[] {
  if (VolumeOptions.DriverConfig.Options['type'] !== undefined) return []
  return [
    { Name: Source, Dest: Target, Options: [ReadOnly ? 'ro' : 'rw', ...(VolumeOptions.NoCopy ? ['nocopy'] : [])] },
  ]
}

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf('=')
  return [pair.slice(0, at), pair.slice(at + 1)]
}
