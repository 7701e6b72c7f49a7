import type { PreparedRuntime, Sandbox } from './sandbox.ts'

/** A language with a runtime to prepare, and its waiting sandboxes: none while the next one is being made. */
export interface Preparable {
  runtime: PreparedRuntime
  warm: readonly Sandbox[]
}

/** A sandbox that waits for a run, and the runtime to prepare in it. */
export interface Candidate {
  sandbox: Sandbox
  runtime: PreparedRuntime
}

/** What to prepare next, and the sandboxes whose runtimes must give way to it. */
export interface Preparation {
  candidate: Candidate
  givers: Sandbox[]
}

/**
 * What to prepare next within `maxMb` MiB, of `languages` in the order of their last use. Each language has a share of
 * the memory for its first runtime, the most recently used first, until no memory is left. This share is kept while the
 * language has no sandbox, because its next one is on its way. So a language that is in use does not take turns with
 * one that is not. What has no share gets the rest, and gives way. Returns null if there is nothing to do.
 */
export function nextPreparation(
  languages: readonly Preparable[],
  maxMb: number,
  isReady: (runtime: PreparedRuntime) => boolean,
): Preparation | null {
  const shares = sharesOf(languages, maxMb)
  const candidates = languages.flatMap(({ runtime, warm }) => warm.map((sandbox) => ({ sandbox, runtime })))
  const takenMb = candidates.reduce((sum, { sandbox }) => sum + sandbox.preparedMb, 0)
  const lacking = shares.filter(({ warm }) => warm.every(({ preparedMb }) => preparedMb === 0))
  const reservedMb = lacking.reduce((sum, { runtime }) => sum + runtime.memoryMb, 0)
  for (const { runtime, warm } of lacking) {
    const sandbox = warm[0]
    if (sandbox === undefined || !isReady(runtime)) continue
    return { candidate: { sandbox, runtime }, givers: giversOf(candidates, shares, takenMb + runtime.memoryMb - maxMb) }
  }
  const fitting = candidates.find(
    ({ sandbox, runtime }) =>
      sandbox.preparedMb === 0 && takenMb + reservedMb + runtime.memoryMb <= maxMb && isReady(runtime),
  )
  return fitting === undefined ? null : { candidate: fitting, givers: [] }
}

/** The languages whose first runtimes fit in the memory together. */
function sharesOf(languages: readonly Preparable[], maxMb: number): Preparable[] {
  let left = maxMb
  return languages.filter(({ runtime: { memoryMb } }) => {
    if (memoryMb > left) return false
    left -= memoryMb
    return true
  })
}

/** As many prepared sandboxes without a share as give `mb` MiB back, those of the least recently used language first. */
function giversOf(candidates: readonly Candidate[], shares: readonly Preparable[], mb: number): Sandbox[] {
  const keep = new Set(shares.map(({ warm }) => warm.find(({ preparedMb }) => preparedMb > 0)))
  const givers: Sandbox[] = []
  let left = mb
  for (const { sandbox } of candidates.toReversed()) {
    if (left <= 0) break
    if (sandbox.preparedMb === 0 || keep.has(sandbox)) continue
    givers.push(sandbox)
    left -= sandbox.preparedMb
  }
  return givers
}
