import {
  aboveMaximum,
  DEFAULT_COMPILE_LIMITS,
  DEFAULT_RUN_LIMITS,
  type LanguageManifest,
  LIMIT_NAMES,
  type Limits,
  type PartialLimits,
  SandrunError,
} from '@sandrun/shared'

/** The most that a run may ask for. */
export interface MaximumLimits extends Limits {
  /** The most of `processes` times `openFiles`, if the machine has such a limit. */
  openFilesInAll?: number
}

/** The limits of a sandbox rather than of a phase. */
export type SandboxNeeds = Pick<Limits, 'memoryMb' | 'processes' | 'diskMb'>

/** The limits of both phases; null when nothing is compiled. */
export interface PhaseLimits {
  run: Limits
  compile: Limits | null
}

/** The limits that a request asks for. */
export interface RequestedLimits {
  limits?: PartialLimits | undefined
  compileLimits?: PartialLimits | undefined
}

/**
 * The limits of a language's run: the service's defaults, the language's, the requested ones, up to the maximum. A
 * compiled program has at least its compiler's memory, unless the request sets its own. Throws `limit-too-high`, which
 * names the limit.
 */
export function resolvePhaseLimits(
  { compile, run }: LanguageManifest,
  { limits, compileLimits }: RequestedLimits,
  maximum: MaximumLimits,
): PhaseLimits {
  const ofRun = resolveLimits([defaultRunLimits({ compile, run }, compileLimits)], limits, maximum, 'limits')
  if (compile === undefined) return { run: ofRun, compile: null }
  const defaults = [DEFAULT_COMPILE_LIMITS, compile.limits ?? {}]
  const ofCompile = resolveLimits(defaults, compileLimits, maximum, 'compileLimits')
  // Both phases share one disk, with the run's limit.
  return { run: ofRun, compile: { ...ofCompile, diskMb: ofRun.diskMb } }
}

/** The limits of a language's programs if a request sets only these of the compiler. */
export function defaultRunLimits(
  { compile, run }: Pick<LanguageManifest, 'compile' | 'run'>,
  compileLimits?: PartialLimits,
): Limits {
  const limits = { ...DEFAULT_RUN_LIMITS, ...run.limits }
  if (compile === undefined) return limits
  const compilerMb = compileLimits?.memoryMb ?? compile.limits?.memoryMb ?? DEFAULT_COMPILE_LIMITS.memoryMb
  // The sandbox has it anyway, and to change the limits of a container takes the engine longer than hello takes to run.
  return { ...limits, memoryMb: Math.max(limits.memoryMb, compilerMb) }
}

/** The shape of this language's sandboxes when a request asks for nothing special. */
export function warmShape(manifest: LanguageManifest, maximum: MaximumLimits): SandboxNeeds {
  return sandboxNeeds(resolvePhaseLimits(manifest, {}, maximum))
}

/** One sandbox serves both phases, so it gets the larger limit of each. */
export function sandboxNeeds({ run, compile }: PhaseLimits): SandboxNeeds {
  return {
    memoryMb: Math.max(run.memoryMb, compile?.memoryMb ?? 0),
    processes: Math.max(run.processes, compile?.processes ?? 0),
    diskMb: run.diskMb,
  }
}

/** The last value wins. Asking for more than the maximum is an error; a default never exceeds it. */
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
      throw new SandrunError('limit-too-high', `"${path}": ${aboveMaximum(value, maximum[name])}`, {
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
  // The tmpfs uses memory: with more than half of it, full files would end in an out-of-memory kill.
  const half = Math.floor(limits.memoryMb / 2)
  if (limits.diskMb <= half) return limits
  if (asked?.diskMb === undefined) return { ...limits, diskMb: half }
  const path = `${field}.diskMb`
  throw new SandrunError('limit-too-high', `"${path}": ${limits.diskMb} is more than half of "memoryMb", ${half}.`, {
    field: path,
    hint: 'Ask for more memory or less disk.',
  })
}

/** The limit is per process. A requested value is never lowered. */
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
