import { setTimeout } from 'node:timers/promises'
import * as z from 'zod'
import type { DiskImage } from './disk-image.ts'
import type { Contained } from './engine-cgroup.ts'
import type { OwnEngine } from './own-engine.ts'
import type { Random } from './random.ts'
import type { ServiceClock } from './service-clock.ts'
import type { Supervisor } from './supervisor.ts'

/** A healthy service notices a fault this soon. */
const NOTICE_MS = 20_000

/** What faults are injected into. */
export interface Target {
  supervisor: Supervisor
  engine: OwnEngine
  disks: { engine: DiskImage; state: DiskImage }
  clock: ServiceClock
  random: Random
  /** The first processes of the sandboxes that were hit, by id and start: all must be gone soon. */
  processes: Map<number, string>
  /** The processes in containers of the engine. */
  contained: () => Promise<Contained[]>
  /** Times when the service did not say what was wrong, one line each. */
  silences: string[]
}

const ReadinessSchema = z.object({ reasons: z.array(z.object({ code: z.string() })).optional() })

/** The reasons why the service is not ready, or null without an answer. */
async function reasonsOf({ url }: Supervisor): Promise<string[] | null> {
  if (url === null) return null
  try {
    const response = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(5000) })
    return ReadinessSchema.parse(await response.json()).reasons?.map(({ code }) => code) ?? []
  } catch {
    return null
  }
}

/** Whether the service says in time that it is ready. */
export async function isReady(supervisor: Supervisor, withinMs: number): Promise<boolean> {
  return becomes(supervisor, withinMs, (reasons) => reasons.length === 0)
}

/** Notes it if the service does not name this reason. */
export async function expectReason({ supervisor, silences }: Target, code: string): Promise<void> {
  if (!(await becomes(supervisor, NOTICE_MS, (reasons) => reasons.includes(code))))
    silences.push(`/readyz did not say ${code}`)
}

async function becomes(
  supervisor: Supervisor,
  withinMs: number,
  matches: (reasons: readonly string[]) => boolean,
): Promise<boolean> {
  const until = performance.now() + withinMs
  while (performance.now() < until) {
    const reasons = await reasonsOf(supervisor)
    if (reasons !== null && matches(reasons)) return true
    await setTimeout(100)
  }
  return false
}
