import { type LanguageInfo, SandrunError } from '@sandrun/shared'
import { showProgress } from '../command/progress.ts'
import { EarlyConnection } from './early-connection.ts'
import { chosenService, localService, type ServiceAddress } from './service-address.ts'
import { connect, fetchLanguages } from './service-client.ts'
import type { OpenService } from './service.ts'

/** A service on this machine answers well within this. */
const ANSWER_MS = 2000

export interface OpenServiceOptions {
  /** Connects for a run while it lists the languages: neither needs the other's answer. */
  runsAtOnce?: boolean
  /** More than one run will follow. */
  keepWarm: boolean
  signal: AbortSignal
}

/** The chosen service; else the one running on this machine; else a private one, which ends with this process. */
export async function openService(option: string | undefined, purpose: OpenServiceOptions): Promise<OpenService> {
  const { keepWarm, signal } = purpose
  const chosen = await chosenService(option)
  const address = chosen ?? localService()
  const ask = chosen === null ? findRunning : fetchLanguages
  const found = await openRunning(address, purpose, () => ask(address, signal))
  if (found !== null) return found
  using _progress = showProgress('No service is running. Starting one for this command …')
  const { openOwnService } = await import('./private-service.ts')
  return await openOwnService({ keepWarm, signal })
}

/** null when `ask` finds no service. */
async function openRunning(
  address: ServiceAddress,
  { runsAtOnce = false, signal }: OpenServiceOptions,
  ask: () => Promise<readonly LanguageInfo[] | null>,
): Promise<OpenService | null> {
  const early = runsAtOnce ? new EarlyConnection(address, signal) : null
  let languages: readonly LanguageInfo[] | null = null
  try {
    languages = await ask()
  } finally {
    if (languages === null) early?.[Symbol.dispose]()
  }
  if (languages === null) return null
  return {
    address,
    languages,
    connect: (until) => early?.take(until) ?? connect(address, until),
    prepare: async () => {},
    [Symbol.asyncDispose]: async () => early?.[Symbol.dispose](),
  }
}

/** null when nothing answers there, or it is not a Sandrun service. */
async function findRunning(local: ServiceAddress, signal: AbortSignal): Promise<LanguageInfo[] | null> {
  try {
    return await fetchLanguages(local, AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]))
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof SandrunError && error.code !== 'unreachable') throw error
    return null
  }
}
