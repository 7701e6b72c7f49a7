import type { Preparable } from './preparation-order.ts'
import type { PreparedRuntime, Sandbox, SandboxShape } from './sandbox.ts'
import { BUSY_RUNS, type WarmTarget } from './targets.ts'

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

/** The least recently used language that keeps more than a busy one needs: for its next burst. */
export function withSpare(pools: Iterable<LanguagePool>): LanguagePool | undefined {
  return byUse(pools).findLast(({ warm }) => warm.length > BUSY_RUNS)
}

/**
 * The language to make a sandbox for next: those with none first, then the most recently used. Without room, only one
 * that lacks what a busy language needs, and `giver` must lose a sandbox for it: one that is kept for a burst, or, for
 * a language with none, one of a less recently used language.
 */
export function nextToFill(
  pools: readonly LanguagePool[],
  now: number,
  hasRoom: boolean,
): { pool: LanguagePool; giver: LanguagePool | null } | null {
  const lacking = byUse(pools).filter((pool) => count(pool) < pool.target.at(now) && pool.retryAt <= now)
  const bare = lacking.find((pool) => count(pool) === 0)
  if (hasRoom) {
    const pool = bare ?? lacking[0]
    return pool === undefined ? null : { pool, giver: null }
  }
  const pool = bare ?? lacking.find((poor) => count(poor) < BUSY_RUNS)
  if (pool === undefined) return null
  const isOlder = ({ warm, target }: LanguagePool): boolean =>
    warm.length > 1 && target.lastRunAt < pool.target.lastRunAt
  const giver = withSpare(pools) ?? (pool === bare ? byUse(pools).findLast(isOlder) : undefined)
  return giver === undefined ? null : { pool, giver }
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
