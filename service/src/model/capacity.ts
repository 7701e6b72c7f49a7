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
  /** The most sandboxes of one language that wait for the next burst of programs. */
  learned: number
  cpus: number
}

/** The share of the sandboxes' memory, and of the sandboxes, that may wait for the next burst of one language. */
const LEARNED_MEMORY_SHARE = 0.05
const LEARNED_SHARE = 0.5

/** What the machine that runs the sandboxes has room for. */
export function capacityOf(
  { cpus, memoryBytes }: { cpus: number; memoryBytes: number },
  { maxSandboxes, maxCompilers }: { maxSandboxes: number | null; maxCompilers: number | null },
): Capacity {
  const memoryMb = Math.floor((memoryBytes * MEMORY_SHARE) / 2 ** 20)
  const sandboxes = maxSandboxes ?? cpus * SANDBOXES_PER_CPU
  const inMemory = Math.floor(memoryMb / (DEFAULT_RUN_LIMITS.memoryMb + OVERHEAD_MB))
  const learned = Math.floor(Math.min(sandboxes * LEARNED_SHARE, (memoryMb * LEARNED_MEMORY_SHARE) / OVERHEAD_MB))
  return { memoryMb, sandboxes, places: Math.min(sandboxes, inMemory), compilers: maxCompilers ?? cpus, learned, cpus }
}
