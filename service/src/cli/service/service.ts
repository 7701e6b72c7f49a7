import type { LanguageInfo } from '@sandrun/shared'
import type { RunClient } from '@sandrun/shared/client'
import type { ServiceAddress } from './service-address.ts'

/** A service to run programs with. */
export interface OpenService extends AsyncDisposable {
  address: ServiceAddress
  languages: readonly LanguageInfo[]
  /** A connection for one run. */
  connect(signal: AbortSignal): Promise<RunClient>
  /** Makes sure that the language can run; in a private service this builds its image. */
  prepare(language: LanguageInfo): Promise<void>
}
