import { DEFAULT_RUN_LIMITS } from '@sandrun/shared'

/** The cost of a sandbox beyond its own limit, in MiB: the agent, the container's shim, the kernel's bookkeeping. */
export const OVERHEAD_MB = 15

/** The share of the machine's memory for sandboxes; the system, Docker and the service use the rest. */
const MEMORY_SHARE = 0.75

/** Most programs wait for their user most of the time, and share the CPU fairly. */
const SANDBOXES_PER_CPU = 32

export interface Capacity {
  /** The most memory for all runs together, in MiB. */
  memoryMb: number
  /** The most sandboxes at once, running and warm. */
  sandboxes: number
  /** The most runs at once with default limits: as many as there can be sandboxes, and memory for. */
  places: number
  /** The most compilers at once: each can use a whole processor, and no user waits to type. */
  compilers: number
  cpus: number
}

/** What the machine that runs the sandboxes has room for. */
export function capacityOf(
  { cpus, memoryBytes }: { cpus: number; memoryBytes: number },
  { maxSandboxes, maxCompilers }: { maxSandboxes: number | null; maxCompilers: number | null },
): Capacity {
  const memoryMb = Math.floor((memoryBytes * MEMORY_SHARE) / 2 ** 20)
  const sandboxes = maxSandboxes ?? cpus * SANDBOXES_PER_CPU
  const inMemory = Math.floor(memoryMb / (DEFAULT_RUN_LIMITS.memoryMb + OVERHEAD_MB))
  return { memoryMb, sandboxes, places: Math.min(sandboxes, inMemory), compilers: maxCompilers ?? cpus, cpus }
}
