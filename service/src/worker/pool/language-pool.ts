import type { Preparable } from './preparation-order.ts'
import type { PreparedRuntime, Sandbox, SandboxShape } from './sandbox.ts'
import type { WarmTarget } from './targets.ts'

/** The pool's state for one language. */
export interface LanguagePool {
  shape: SandboxShape
  /** The runtime to prepare in each sandbox, if the language has one. */
  runtime: PreparedRuntime | null
  target: WarmTarget
  warm: Sandbox[]
  filling: number
  retryAt: number
}

/** The number of sandboxes, including those that are being made. */
export const count = ({ warm, filling }: LanguagePool): number => warm.length + filling

/** The languages, the most recently used first. */
export function byUse(pools: Iterable<LanguagePool>): LanguagePool[] {
  return [...pools].toSorted((a, b) => b.target.lastRunAt - a.target.lastRunAt)
}

/** The languages that should have a prepared runtime, the most recently used first. */
export function preparable(pools: Iterable<LanguagePool>, now: number): Preparable[] {
  return byUse(pools).flatMap(({ runtime, warm, target }) =>
    runtime === null || target.at(now) === 0 ? [] : { runtime, warm },
  )
}

/** Takes out the least useful sandbox: the oldest without a prepared runtime. */
export function giveUp<One extends Pick<Sandbox, 'preparedMb'>>({ warm }: { warm: One[] }): One | undefined {
  const bare = warm.findIndex(({ preparedMb }) => preparedMb === 0)
  return warm.splice(Math.max(bare, 0), 1)[0]
}

/** Takes out a sandbox of this image and size, with a prepared runtime if possible. Dead ones remove themselves. */
export function takeWarm({ shape: { image, diskMb }, warm }: LanguagePool, shape: SandboxShape): Sandbox | undefined {
  if (image !== shape.image || diskMb !== shape.diskMb) return undefined
  const alive = warm.filter(({ agent }) => agent.alive)
  const sandbox = alive.find(({ isPrepared }) => isPrepared) ?? alive[0]
  if (sandbox !== undefined) warm.splice(warm.indexOf(sandbox), 1)
  return sandbox
}
