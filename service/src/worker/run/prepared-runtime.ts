import type { LanguageManifest, Limits, PhaseName } from '@sandrun/shared'
import type { PreparedRuntime, SandboxShape } from '../pool/sandbox.ts'
import { BASE_ENV, type ResolvedPhase } from './resolve.ts'

/** Variables that the C library or its loader reads when any program starts (ld.so(8), locale(7), mallopt(3)). */
const READ_BY_ALL = ['LD_*', 'GLIBC_*', 'MALLOC_*', 'GCONV_PATH', 'LOCPATH', 'LANG', 'LANGUAGE', 'LC_*']

/** The runtime of a language that can be prepared, or null. */
export function preparedRuntime(manifest: LanguageManifest): PreparedRuntime | null {
  const { prepare } = manifest
  if (prepare === undefined) return null
  const { phase, argv, memoryMb } = prepare
  return { phase, argv, env: waitingEnvironment(manifest, prepare), memoryMb }
}

/**
 * Whether a prepared runtime may run a phase: everything that the runtime read at its start is still the same. `shape`
 * describes its sandbox.
 */
export function fitsPrepared(
  manifest: LanguageManifest,
  phase: PhaseName,
  { env, limits }: Pick<ResolvedPhase, 'env'> & { limits: Pick<Limits, 'memoryMb' | 'processes' | 'openFiles'> },
  shape: Pick<SandboxShape, 'memoryMb' | 'processes'>,
): boolean {
  const { prepare } = manifest
  if (prepare?.phase !== phase) return false
  const isSameSize = limits.memoryMb === shape.memoryMb && (phase === 'compile' || limits.processes === shape.processes)
  if (prepare.sizedByMemory === true && !isSameSize) return false
  if (limits.openFiles < (prepare.openFiles ?? 0)) return false
  const waiting = waitingEnvironment(manifest, prepare)
  const reads = [...READ_BY_ALL, ...prepare.reads]
  const isRead = (name: string): boolean => reads.some((pattern) => matches(pattern, name))
  return [...new Set([...Object.keys(env), ...Object.keys(manifest[phase]?.env ?? {})])].every(
    (name) => env[name] === waiting[name] || !isRead(name),
  )
}

/** Whether the prepared runtime may fork a copy for each case, which takes two processes for a moment. */
export function fitsCopies({ prepare }: LanguageManifest, { limits }: { limits: Pick<Limits, 'processes'> }): boolean {
  return prepare?.forks === true && limits.processes > 1
}

function waitingEnvironment(
  manifest: LanguageManifest,
  { phase, env }: NonNullable<LanguageManifest['prepare']>,
): Record<string, string> {
  return { ...BASE_ENV, ...manifest[phase]?.env, ...env }
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
}
