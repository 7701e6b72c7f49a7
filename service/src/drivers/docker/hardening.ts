import type { ContainerCreateOptions, HostConfig, MountSettings } from 'dockerode'
import type { ContainerSpec } from '../../ports/sandbox-engine.ts'

/** CFS period of an operator's CPU quota. With 100 ms, a keystroke may wait for most of a period (p99: 52 ms). */
const CPU_PERIOD_US = 10_000

/** Terminals of one sandbox, including the run's own. */
const MAX_TERMINALS = 16

/** Runtimes that share the host's kernel and its terminals. The others bring their own kernel. */
const SHARES_KERNEL = /^(?:runc|crun|youki)$/

/** A volume, or another file system that Docker mounts as one: then its options have a `type`. */
export type VolumeMount = Pick<MountSettings, 'Source' | 'Target'> & {
  Type: 'volume'
  ReadOnly: boolean
  VolumeOptions: NonNullable<MountSettings['VolumeOptions']>
}

export type HardenedContainer = ReturnType<typeof hardenedContainer>

/**
 * All protections between a program and the host, in one object. For each line, an attack in service/test/attack
 * succeeds if that line is removed; docs/threat-model.md names the few exceptions. The agent adds its seccomp filter on
 * top of Docker's.
 */
export function hardenedContainer(spec: ContainerSpec) {
  const hostConfig = {
    AutoRemove: true,
    NetworkMode: 'none',
    ReadonlyRootfs: true,
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges'],
    Privileged: false,
    IpcMode: 'private',
    CgroupnsMode: 'private',
    PidsLimit: spec.pids,
    Memory: spec.memoryBytes,
    // Memory and swap together, so no swap at all.
    MemorySwap: spec.memoryBytes,
    CpuShares: spec.cpuShares,
    ...(spec.cgroupParent !== null && { CgroupParent: spec.cgroupParent }),
    ...(spec.cpuQuota !== null && { CpuPeriod: CPU_PERIOD_US, CpuQuota: Math.round(spec.cpuQuota * CPU_PERIOD_US) }),
    Ulimits: [
      { Name: 'core', Soft: 0, Hard: 0 },
      { Name: 'nofile', Soft: 4096, Hard: 4096 },
      { Name: 'memlock', Soft: 65_536, Hard: 65_536 },
      { Name: 'msgqueue', Soft: 0, Hard: 0 },
    ],
    ShmSize: spec.shmBytes,
    Tmpfs: spec.tmpfs,
    Mounts: [
      agentVolume(spec.agentVolume),
      ...(SHARES_KERNEL.test(spec.runtime ?? 'runc') ? [terminals(spec.labels)] : []),
    ],
    // A program's output belongs to its owner: keep it out of the host's logs.
    LogConfig: { Type: 'none', Config: {} },
    ...(spec.runtime !== null && { Runtime: spec.runtime }),
  } satisfies HostConfig & { CgroupnsMode: 'private' }
  return {
    name: spec.name,
    Image: spec.image,
    Labels: spec.labels,
    // Overrides the image's entrypoint, command, user, health check and environment.
    Entrypoint: [...spec.entrypoint],
    Cmd: [],
    User: spec.user,
    WorkingDir: spec.workDir,
    Env: Object.entries(spec.env).map(([name, value]) => `${name}=${value}`),
    Healthcheck: { Test: ['NONE'] },
    // One name for all sandboxes, so that it reveals nothing of the host or of other runs.
    Hostname: 'sandbox',
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    OpenStdin: true,
    // When the service dies, stdin ends, the agent leaves and AutoRemove removes the container.
    StdinOnce: true,
    Tty: false,
    NetworkDisabled: true,
    HostConfig: hostConfig,
  } satisfies ContainerCreateOptions
}

function agentVolume({ name, path }: ContainerSpec['agentVolume']): VolumeMount {
  return {
    Type: 'volume',
    Source: name,
    Target: path,
    ReadOnly: true,
    VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: 'local', Options: {} } },
  }
}

/**
 * The kernel limits the pseudo-terminals of all containers together (kernel.pty.max). Only a separate devpts mount
 * (`max=`) limits one sandbox; as an unnamed volume it is removed with its container. Labels say whose it is if Docker
 * dies meanwhile.
 */
function terminals(labels: Record<string, string>): VolumeMount {
  const options = {
    type: 'devpts',
    device: 'devpts',
    o: `newinstance,nosuid,noexec,max=${MAX_TERMINALS},ptmxmode=0666,mode=0620`,
  }
  return {
    Type: 'volume',
    Source: '',
    Target: '/dev/pts',
    ReadOnly: false,
    VolumeOptions: { NoCopy: true, Labels: labels, DriverConfig: { Name: 'local', Options: options } },
  }
}
