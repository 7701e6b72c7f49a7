import {
  DEFAULT_COMPILE_LIMITS,
  DEFAULT_RUN_LIMITS,
  type LanguageManifest,
  LIMIT_NAMES,
  type Limits,
  type PartialLimits,
  SandrunError,
} from '@sandrun/shared'

/** The most a run may ask for. */
export interface MaximumLimits extends Limits {
  /** Of `processes` times `openFiles`, where the machine has such a limit. */
  openFilesInAll?: number
}

/** What is a sandbox's own and not a phase's. */
export type SandboxNeeds = Pick<Limits, 'memoryMb' | 'processes' | 'diskMb'>

/** The limits of both phases; null where nothing is compiled. */
export interface PhaseLimits {
  run: Limits
  compile: Limits | null
}

/** What somebody asks of the limits. */
export interface AskedLimits {
  limits?: PartialLimits | undefined
  compileLimits?: PartialLimits | undefined
}

/**
 * The limits of a language's run: the service's defaults, the language's, what is asked, up to the maximum. Throws
 * `limit-too-high`, which names it.
 */
export function resolvePhaseLimits(
  { compile, run }: LanguageManifest,
  { limits, compileLimits }: AskedLimits,
  maximum: MaximumLimits,
): PhaseLimits {
  const ofRun = resolveLimits([DEFAULT_RUN_LIMITS, run.limits ?? {}], limits, maximum, 'limits')
  if (compile === undefined) return { run: ofRun, compile: null }
  const defaults = [DEFAULT_COMPILE_LIMITS, compile.limits ?? {}]
  const ofCompile = resolveLimits(defaults, compileLimits, maximum, 'compileLimits')
  // One disk serves both phases, and it is the run's.
  return { run: ofRun, compile: { ...ofCompile, diskMb: ofRun.diskMb } }
}

/** What a sandbox of this language is made with when nothing particular is asked. */
export function warmShape(manifest: LanguageManifest, maximum: MaximumLimits): SandboxNeeds {
  return sandboxNeeds(resolvePhaseLimits(manifest, {}, maximum))
}

/** One sandbox serves both phases, so it begins with the larger of each. */
export function sandboxNeeds({ run, compile }: PhaseLimits): SandboxNeeds {
  return {
    memoryMb: Math.max(run.memoryMb, compile?.memoryMb ?? 0),
    processes: Math.max(run.processes, compile?.processes ?? 0),
    diskMb: run.diskMb,
  }
}

/** The last one given wins. To ask for more than the maximum is an error; a default is never above it. */
function resolveLimits(
  defaults: readonly PartialLimits[],
  asked: PartialLimits | undefined,
  maximum: MaximumLimits,
  field: string,
): Limits {
  for (const name of LIMIT_NAMES) {
    const value = asked?.[name]
    if (value !== undefined && value > maximum[name]) {
      const path = `${field}.${name}`
      throw new SandrunError('limit-too-high', `"${path}": ${value} is more than the maximum, ${maximum[name]}.`, {
        field: path,
      })
    }
  }
  const limits: Limits = { ...DEFAULT_RUN_LIMITS }
  for (const layer of [...defaults, asked ?? {}]) {
    for (const name of LIMIT_NAMES) limits[name] = layer[name] ?? limits[name]
  }
  for (const name of LIMIT_NAMES) limits[name] = Math.min(limits[name], maximum[name])
  limits.openFiles = resolveOpenFiles(limits, asked?.openFiles, maximum, `${field}.openFiles`)
  // The tmpfs is memory too: with more than half of it, full files would end in an out-of-memory kill.
  const half = Math.floor(limits.memoryMb / 2)
  if (limits.diskMb <= half) return limits
  if (asked?.diskMb === undefined) return { ...limits, diskMb: half }
  const path = `${field}.diskMb`
  throw new SandrunError('limit-too-high', `"${path}": ${limits.diskMb} is more than half of "memoryMb", ${half}.`, {
    field: path,
    hint: 'Ask for more memory or less disk.',
  })
}

/** Each of the processes may open as many. What is asked for is never lowered. */
function resolveOpenFiles(
  { processes, openFiles }: Limits,
  asked: number | undefined,
  { openFilesInAll = Infinity }: MaximumLimits,
  field: string,
): number {
  const most = Math.max(1, Math.floor(openFilesInAll / processes))
  if (asked === undefined || asked <= most) return Math.min(openFiles, most)
  throw new SandrunError(
    'limit-too-high',
    `"${field}": ${asked} is more than the maximum for ${processes} processes, ${most}.`,
    { field, hint: 'Ask for fewer open files or fewer processes.' },
  )
}
