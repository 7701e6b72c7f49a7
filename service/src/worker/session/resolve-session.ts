import { type RunRequest, SandrunError, type SessionRequest } from '@sandrun/shared'
import type { Catalog } from '../../languages/catalog.ts'
import type { LanguagePack } from '../../languages/pack.ts'
import {
  type RequestedLimits,
  type MaximumLimits,
  resolvePhaseLimits,
  type SandboxNeeds,
  sandboxNeeds,
} from '../run/resolve-limits.ts'
import { type ResolvedRun, resolveRun } from '../run/resolve.ts'

/** The settings for all runs of a session, fixed when it is created. */
export interface ResolvedSession {
  pack: LanguagePack
  asked: RequestedLimits
  /** The limits of its sandbox: no run can have more. */
  needs: SandboxNeeds
}

/** Throws a SandrunError that names the field. */
export function resolveSession(
  { language, limits, compileLimits }: SessionRequest,
  catalog: Catalog,
  maximum: MaximumLimits,
): ResolvedSession {
  const pack = catalog.get(language)
  const asked = { limits, compileLimits }
  return { pack, asked, needs: sandboxNeeds(resolvePhaseLimits(pack.manifest, asked, maximum)) }
}

/** A run of a session has its language, and its limits unless the request sets them. Throws like resolveRun. */
export function resolveInSession(
  request: RunRequest,
  { pack, asked, needs }: ResolvedSession,
  catalog: Catalog,
  maximum: MaximumLimits,
): ResolvedRun {
  if (request.language !== undefined && catalog.get(request.language) !== pack) {
    throw refusal('language', `the language of the session is ${pack.manifest.name}.`)
  }
  if (request.cases !== undefined)
    throw refusal('cases', "can't be combined with a session, because they wipe its files.")
  for (const field of ['limits', 'compileLimits'] as const) {
    if (request[field]?.diskMb !== undefined)
      throw refusal(`${field}.diskMb`, 'can only be set when the session is created.')
  }
  const resolved = resolveRun(
    {
      ...request,
      language: pack.manifest.id,
      limits: { ...asked.limits, diskMb: undefined, ...request.limits },
      compileLimits: { ...asked.compileLimits, diskMb: undefined, ...request.compileLimits },
    },
    catalog,
    { ...maximum, ...needs },
    true,
  )
  for (const phase of [resolved.compile, resolved.run]) if (phase !== null) phase.limits.diskMb = needs.diskMb
  return resolved
}

function refusal(field: string, why: string): SandrunError {
  return new SandrunError('invalid-request', `"${field}": ${why}`, { field, hint: 'Leave it out.' })
}
