import type { LanguageInfo } from '@sandrun/shared'
import type { ServiceAddress } from './service-address.ts'

/** A service to run programs with. */
export interface OpenService extends AsyncDisposable {
  address: ServiceAddress
  languages: readonly LanguageInfo[]
  /** Makes sure the language can run, where that is ours to do: builds its image. */
  prepare(language: LanguageInfo): Promise<void>
}
