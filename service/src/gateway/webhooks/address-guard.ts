import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { SandrunError } from '@sandrun/shared'
import ipaddr from 'ipaddr.js'
import { parseNetwork } from '../../model/addresses.ts'

/** Refuses to send clients' requests into networks that only the service can reach (server-side request forgery). */
export class AddressGuard {
  readonly #allowed: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][]

  /** `networks`: addresses, or networks like `10.0.0.0/8`, that are allowed although they are not public. */
  constructor(networks: readonly string[]) {
    this.#allowed = networks.map(parseNetwork).filter((network) => network !== null)
  }

  /** Whether this address is public (IANA's special-purpose registries, RFC 6890) or allowed. */
  allows(address: string): boolean {
    // An IPv4 address in IPv6 (RFC 4291, section 2.5.5.2) counts as the IPv4 address.
    const parsed = ipaddr.process(address)
    return isPublic(parsed) || ipaddr.subnetMatch(parsed, { allowed: [...this.#allowed] }, 'none') === 'allowed'
  }

  /** Throws `webhook-refused` when the host is not allowed or does not exist. */
  async check(url: URL): Promise<void> {
    const host = hostOf(url)
    await new Promise<void>((resolve, reject) => {
      this.lookup(host, { all: true }, (error) => (error === null ? resolve() : reject(error)))
    }).catch((error: unknown) => {
      if (error instanceof SandrunError) throw error
      throw refused(`Unknown host "${host}".`, error)
    })
  }

  /**
   * Looks a name up like `dns.lookup`, and fails when any of its addresses is not allowed. The connection uses these
   * addresses, so a later, different DNS answer can't redirect it.
   */
  readonly lookup: LookupFunction = (host, options, callback) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '')
      const bad = addresses.find(({ address }) => !this.allows(address))
      if (bad !== undefined)
        return callback(refused(`"${host}" resolves to ${bad.address}, which is not a public address.`), '')
      const [first] = addresses
      if (options.all === true || first === undefined) return callback(null, addresses)
      callback(null, first.address, first.family)
    })
  }
}

/** All public IPv6 (IANA, Internet Protocol Version 6 Address Space). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')

function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast') return false
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_UNICAST)
}

/** An IPv6 address without its brackets. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}

function refused(message: string, cause?: unknown): SandrunError {
  return new SandrunError('webhook-refused', message, { field: 'webhook.url', cause })
}
