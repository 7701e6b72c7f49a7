import { UsageError } from '../command/usage-error.ts'
import { readUserConfig } from '../config/user-config.ts'

/** A service, and what it takes to be let in. */
export interface ServiceAddress {
  url: URL
  token: string | undefined
}

/** The service a person chose: the option, SANDRUN_URL, `sandrun config`; null where none of them says. */
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

/** Where `sandrun serve` would listen on this machine. */
export function localService(): ServiceAddress {
  return { url: new URL(`http://127.0.0.1:${process.env['PORT'] ?? 8080}`), token: process.env['SANDRUN_TOKEN'] }
}

/** The chosen service, else this machine's. */
export async function findService(option: string | undefined): Promise<ServiceAddress> {
  return (await chosenService(option)) ?? localService()
}
