import { DEFAULT_RUN_LIMITS } from '@sandrun/shared'

/** What a sandbox costs beyond its own limit, in MiB: the agent, the container's shim, the kernel's bookkeeping. */
export const OVERHEAD_MB = 15

/** Of the machine's memory, what sandboxes may reserve together; the rest is the system's, Docker's and ours. */
const MEMORY_SHARE = 0.75

/** Most programs wait for their user most of the time, and CPU is shared fairly. */
const SANDBOXES_PER_CPU = 32

export interface Capacity {
  /** That all runs together may reserve, in MiB. */
  memoryMb: number
  /** Sandboxes at once, running and warm together. */
  sandboxes: number
  /** Runs at once that ask for nothing particular: as many as there may be sandboxes, and memory for. */
  places: number
  /** Compilers at once: each can use a processor to the full, and nobody types into one. */
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
