import ipaddr from 'ipaddr.js'

/** VS Code's own pages: desktop windows, web views, and the hosts of its web workers. */
const VSCODE_ORIGINS = /^(?:vscode-file:\/\/vscode-app|vscode-webview:\/\/[\w-]+|https:\/\/[\w-]+\.vscode-cdn\.net)$/

/** A name as it is compared: in lower case, and without the dot at its end that only says that it is complete. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/(?<=[^.])\.$/, '')
}

/** Whether a name or address means this machine alone. */
export function isLoopback(name: string): boolean {
  const bare = plainName(name.replace(/^\[(.*)\]$/, '$1'))
  return bare === 'localhost' || addressOf(bare)?.range() === 'loopback'
}

/**
 * What one client has of addresses: an IPv4 address, or the 64-bit network of an IPv6 one, of which every host has more
 * than it could use up (RFC 6177).
 */
export function networkOf(address: string): string {
  const parsed = addressOf(address)
  if (parsed === null) return address
  return parsed instanceof ipaddr.IPv4
    ? parsed.toString()
    : ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()
}

/** The address; an IPv4 one where it is one in IPv6 (RFC 4291, section 2.5.5.2). Null where the text is none. */
function addressOf(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const [plain = ''] = text.split('%', 1)
  return ipaddr.IPv4.isValidFourPartDecimal(plain) || ipaddr.IPv6.isValid(plain) ? ipaddr.process(plain) : null
}

/** Whether this is an address, or a network as `10.0.0.0/8`. */
export function isNetwork(text: string): boolean {
  return parseNetwork(text) !== null
}

/** An address and how many of its bits count: all of them where the text does not say. Null where it is no network. */
export function parseNetwork(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | null {
  const [, name = '', bits] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const address = addressOf(name)
  if (address === null) return null
  const all = address instanceof ipaddr.IPv4 ? 32 : 128
  const counted = bits === undefined ? all : Number(bits)
  return counted <= all ? [address, counted] : null
}

/** A host and perhaps a port, and nothing that would begin another part of an address (RFC 9110, section 7.2). */
const HOST_HEADER = /^(?:\[[\da-f:.]+\]|[^\s/?#@\\:[\]]+)(?::\d*)?$/i

/** The host name of a Host header, without its port; empty when it is malformed. */
export function hostName(header: string): string {
  const address = `http://${header}`
  return HOST_HEADER.test(header) && URL.canParse(address) ? plainName(new URL(address).hostname) : ''
}

/** Whether a request under this Host header is meant for us; guards against DNS rebinding. */
export function isHostAllowed(header: string, boundHost: string, allowed: readonly string[]): boolean {
  const name = hostName(header)
  if (name === '') return false
  return isLoopback(name) || [boundHost, ...allowed].some((host) => plainName(host) === name)
}

/** Whether a page of this origin may use the service: its own, loopback's, VS Code's, and those on the list. */
export function isOriginAllowed(origin: string, hostHeader: string, allowed: readonly string[]): boolean {
  if (allowed.includes(origin) || VSCODE_ORIGINS.test(origin)) return true
  if (!URL.canParse(origin)) return false
  const { host, hostname, protocol } = new URL(origin)
  if (protocol !== 'http:' && protocol !== 'https:') return false
  return host === hostHeader.toLowerCase() || isLoopback(hostname)
}
