import { setTimeout } from 'node:timers/promises'
import type { ErrorCode } from '@sandrun/shared'
import type { DiskImage } from './disk-image.ts'
import { SANDBOX_FAULTS } from './sandbox-faults.ts'
import { expectReason, type Target } from './target.ts'

/**
 * The effect of a fault on runs: it may end all active ones, those with a client that waits for an answer in vain, one,
 * or none.
 */
export type Harm = 'all' | 'live' | 'one' | 'none'

export interface Fault {
  name: string
  harm: Harm
  /** What the service may answer a request because of it. */
  answers: readonly ErrorCode[]
  /** It takes long: only in order, not at random. */
  once?: true
  /** Returns the id of what it hit. Nothing of it is left when it resolves. */
  inject(target: Target): Promise<string>
}

const WITHOUT_DOCKER = ['docker-unavailable', 'sandbox-failed', 'image-missing'] as const

/** A disk is full, and the clock is wrong, for this long. */
const HOLD_MS = 8000
const TWO_DAYS = 2 * 86_400

/** Stops a process for a while. */
async function pause(pid: number, ms: number): Promise<string> {
  process.kill(pid, 'SIGSTOP')
  try {
    await setTimeout(ms)
  } finally {
    process.kill(pid, 'SIGCONT')
  }
  return `${pid} for ${(ms / 1000).toFixed(0)} s`
}

async function fill(target: Target, disk: DiskImage, meanwhile: () => Promise<void>): Promise<string> {
  try {
    await disk.fill()
    await expectReason(target, 'disk-full')
    await meanwhile()
  } finally {
    await disk.free()
  }
  return disk.folder
}

async function withoutDocker(target: Target, meanwhile: () => Promise<void>): Promise<string> {
  const { pid } = target.engine
  await target.engine.stop()
  try {
    await expectReason(target, 'docker-unavailable')
    await meanwhile()
  } finally {
    await target.engine.start()
  }
  return `${pid}`
}

async function jump({ clock }: Target, seconds: number): Promise<string> {
  try {
    await clock.jump(seconds)
    await setTimeout(HOLD_MS)
  } finally {
    await clock.jump(0)
  }
  return `${seconds / 86_400} days and back`
}

async function killServiceAndHold(target: Target): Promise<void> {
  await killService(target)
  await setTimeout(HOLD_MS)
}

async function killService({ supervisor }: Target): Promise<string> {
  const { pid } = supervisor
  process.kill(pid, 'SIGKILL')
  return `${pid}`
}

export const FAULTS: readonly Fault[] = [
  { name: 'kill -9 of the service', harm: 'all', answers: [], inject: killService },
  {
    name: 'SIGSTOP of the service',
    harm: 'none',
    answers: ['overloaded'],
    inject: ({ supervisor, random }) => pause(supervisor.pid, random.between(2000, 8000)),
  },
  ...SANDBOX_FAULTS,
  {
    name: 'kill -9 of dockerd',
    harm: 'all',
    answers: WITHOUT_DOCKER,
    async inject({ engine }) {
      const { pid } = engine
      await engine.kill()
      return `${pid}`
    },
  },
  {
    name: 'kill -9 of containerd',
    harm: 'all',
    answers: WITHOUT_DOCKER,
    inject: async ({ engine }) => `${await engine.killContainerd()}`,
  },
  {
    name: "a full disk under the service's state",
    harm: 'none',
    answers: ['disk-full'],
    inject: (target) => fill(target, target.disks.state, () => setTimeout(HOLD_MS)),
  },
  {
    name: 'a full disk under Docker',
    harm: 'all',
    answers: ['disk-full', 'sandbox-failed'],
    inject: (target) => fill(target, target.disks.engine, () => setTimeout(HOLD_MS)),
  },
  { name: 'a clock that jumps forward', harm: 'none', answers: [], inject: (target) => jump(target, TWO_DAYS) },
  { name: 'a clock that jumps back', harm: 'none', answers: [], inject: (target) => jump(target, -TWO_DAYS) },
  {
    name: 'kill -9 of the service while its disk is full',
    harm: 'all',
    answers: ['disk-full'],
    once: true,
    inject: (target) => fill(target, target.disks.state, () => killServiceAndHold(target)),
  },
  {
    name: 'kill -9 of the service while Docker is away',
    harm: 'all',
    answers: WITHOUT_DOCKER,
    once: true,
    inject: (target) => withoutDocker(target, () => killServiceAndHold(target)),
  },
  {
    name: 'Docker stopped for 30 s',
    harm: 'all',
    answers: WITHOUT_DOCKER,
    once: true,
    inject: (target) => withoutDocker(target, () => setTimeout(30_000)),
  },
  {
    name: 'SIGSTOP of dockerd for 30 s',
    harm: 'all',
    answers: WITHOUT_DOCKER,
    once: true,
    inject: ({ engine }) => pause(engine.pid, 30_000),
  },
  {
    name: 'SIGSTOP of the service for a minute',
    harm: 'live',
    answers: ['overloaded'],
    once: true,
    inject: ({ supervisor }) => pause(supervisor.pid, 60_000),
  },
]
