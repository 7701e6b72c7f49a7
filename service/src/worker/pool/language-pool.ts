import type { PreparedRuntime, Sandbox, SandboxShape } from './sandbox.ts'
import type { WarmTarget } from './targets.ts'

/** What the pool keeps of one language. */
export interface LanguagePool {
  shape: SandboxShape
  /** What waits in each of its sandboxes, where its runtime can. */
  runtime: PreparedRuntime | null
  target: WarmTarget
  warm: Sandbox[]
  filling: number
  retryAt: number
}

/** Its sandboxes, those that are being made among them. */
export const count = ({ warm, filling }: LanguagePool): number => warm.length + filling

/** The languages, those used last first. */
export function byUse(pools: Iterable<LanguagePool>): LanguagePool[] {
  return [...pools].toSorted((a, b) => b.target.lastRunAt - a.target.lastRunAt)
}

/** Takes out the sandbox that is missed least: one in which no runtime waits, the oldest. */
export function giveUp<One extends Pick<Sandbox, 'preparedMb'>>({ warm }: { warm: One[] }): One | undefined {
  const bare = warm.findIndex(({ preparedMb }) => preparedMb === 0)
  return warm.splice(Math.max(bare, 0), 1)[0]
}

/** Takes one of this size out: one whose runtime waits, where there is one. One that is dead is on its way out by itself. */
export function takeWarm({ shape: { diskMb }, warm }: LanguagePool, shape: SandboxShape): Sandbox | undefined {
  if (diskMb !== shape.diskMb) return undefined
  const alive = warm.filter(({ agent }) => agent.alive)
  const sandbox = alive.find(({ isPrepared }) => isPrepared) ?? alive[0]
  if (sandbox !== undefined) warm.splice(warm.indexOf(sandbox), 1)
  return sandbox
}
