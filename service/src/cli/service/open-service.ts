import { type LanguageInfo, SandrunError } from '@sandrun/shared'
import { showProgress } from '../command/progress.ts'
import { chosenService, localService, type ServiceAddress } from './service-address.ts'
import { fetchLanguages } from './service-client.ts'
import type { OpenService } from './service.ts'

/** A service on this machine answers well within this. */
const ANSWER_MS = 2000

/**
 * The chosen service; else the one that runs on this machine; else one of our own, which ends with us. `keepWarm` says
 * that there will be more than one run.
 */
export async function openService(
  option: string | undefined,
  { keepWarm, signal }: { keepWarm: boolean; signal: AbortSignal },
): Promise<OpenService> {
  const chosen = await chosenService(option)
  if (chosen !== null) return existing(chosen, await fetchLanguages(chosen, signal))
  const local = localService()
  const languages = await findRunning(local, signal)
  if (languages !== null) return existing(local, languages)
  using _progress = showProgress('No service is running: starting one for this command …')
  const { openOwnService } = await import('./private-service.ts')
  return await openOwnService({ keepWarm, signal })
}

function existing(address: ServiceAddress, languages: readonly LanguageInfo[]): OpenService {
  return { address, languages, prepare: async () => {}, [Symbol.asyncDispose]: async () => {} }
}

/** null when nothing answers there, or what does is none of ours. */
async function findRunning(local: ServiceAddress, signal: AbortSignal): Promise<LanguageInfo[] | null> {
  try {
    return await fetchLanguages(local, AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]))
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof SandrunError && error.code !== 'unreachable') throw error
    return null
  }
}
