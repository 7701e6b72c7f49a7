import { SandrunError } from '@sandrun/shared'

interface Engine {
  engine: string
  rootless: boolean
  unenforced: readonly string[]
}

/** Throws if the engine would run programs without a limit that protects the machine. */
export function requireLimits({ engine, rootless, unenforced }: Engine): void {
  if (unenforced.length === 0) return
  throw new SandrunError(
    'sandbox-failed',
    `${engine} can't limit the ${unenforced.join(' and the ')} of a sandbox here.`,
    {
      hint: rootless
        ? `Use ${engine} as root. Without root it needs cgroup v2, and systemd must delegate the controllers memory and ` +
          'pids to its user. See "Rootless engines" in docs/operations.md.'
        : 'Enable the controllers memory and pids in the kernel: usually with cgroup_enable=memory on its command line.',
    },
  )
}
