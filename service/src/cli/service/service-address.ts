import { UsageError } from '../command/usage-error.ts'
import { readUserConfig } from '../config/user-config.ts'

/** The address of a service, and its token. */
export interface ServiceAddress {
  url: URL
  token: string | undefined
}

/** The service that the user chose: by option, SANDRUN_URL or `sandrun config`; null if none is set. */
export async function chosenService(option: string | undefined): Promise<ServiceAddress | null> {
  const config = await readUserConfig(process.env)
  const text = option ?? process.env['SANDRUN_URL'] ?? config.url
  if (text === undefined) return null
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`"${text}" is not the address of a service.`, 'Write it like this: http://127.0.0.1:8080')
  }
  const own = config.url !== undefined && new URL(config.url).origin === url.origin ? config.token : undefined
  return { url, token: process.env['SANDRUN_TOKEN'] ?? own }
}

/** The address of `sandrun serve` on this machine. */
export function localService(): ServiceAddress {
  return { url: new URL(`http://127.0.0.1:${process.env['PORT'] ?? 8080}`), token: process.env['SANDRUN_TOKEN'] }
}

/** The chosen service, else this machine's. */
export async function findService(option: string | undefined): Promise<ServiceAddress> {
  return (await chosenService(option)) ?? localService()
}
