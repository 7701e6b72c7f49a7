import ipaddr from 'ipaddr.js'

/** VS Code's own pages: desktop windows, web views, and the hosts of its web workers. */
const VSCODE_ORIGINS = /^(?:vscode-file:\/\/vscode-app|vscode-webview:\/\/[\w-]+|https:\/\/[\w-]+\.vscode-cdn\.net)$/

/** A name in the form to compare: in lower case, without the final dot that only marks it as complete. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/(?<=[^.])\.$/, '')
}

/** Whether a name or address means this machine alone. */
export function isLoopback(name: string): boolean {
  const bare = plainName(name.replace(/^\[(.*)\]$/, '$1'))
  return bare === 'localhost' || addressOf(bare)?.range() === 'loopback'
}

/**
 * The addresses of one client: an IPv4 address, or the 64-bit network of an IPv6 one, of which every host has more than
 * it can use up (RFC 6177).
 */
export function networkOf(address: string): string {
  const parsed = addressOf(address)
  if (parsed === null) return address
  return parsed instanceof ipaddr.IPv4
    ? parsed.toString()
    : ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()
}

/** Parses an address; an IPv4 address in IPv6 (RFC 4291, section 2.5.5.2) becomes IPv4. Null for any other text. */
function addressOf(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const [plain = ''] = text.split('%', 1)
  return ipaddr.IPv4.isValidFourPartDecimal(plain) || ipaddr.IPv6.isValid(plain) ? ipaddr.process(plain) : null
}

/** Whether this is an address, or a network such as `10.0.0.0/8`. */
export function isNetwork(text: string): boolean {
  return parseNetwork(text) !== null
}

/** An address and the number of its fixed bits: by default all. Null when it is not a network. */
export function parseNetwork(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | null {
  const [, name = '', bits] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const address = addressOf(name)
  if (address === null) return null
  const all = address instanceof ipaddr.IPv4 ? 32 : 128
  const counted = bits === undefined ? all : Number(bits)
  return counted <= all ? [address, counted] : null
}

/** A host with an optional port, and no character that starts another part of a URL (RFC 9110, section 7.2). */
const HOST_HEADER = /^(?:\[[\da-f:.]+\]|[^\s/?#@\\:[\]]+)(?::\d*)?$/i

/** The host name of a Host header, without its port; empty when it is malformed. */
export function hostName(header: string): string {
  const address = `http://${header}`
  return HOST_HEADER.test(header) && URL.canParse(address) ? plainName(new URL(address).hostname) : ''
}

/** Whether this Host header names the service; guards against DNS rebinding. */
export function isHostAllowed(header: string, boundHost: string, allowed: readonly string[]): boolean {
  const name = hostName(header)
  if (name === '') return false
  return isLoopback(name) || [boundHost, ...allowed].some((host) => plainName(host) === name)
}

/** Whether pages of this origin may use the service: its own, loopback's, VS Code's, and listed ones. */
export function isOriginAllowed(origin: string, hostHeader: string, allowed: readonly string[]): boolean {
  if (allowed.includes(origin) || VSCODE_ORIGINS.test(origin)) return true
  if (!URL.canParse(origin)) return false
  const { host, hostname, protocol } = new URL(origin)
  if (protocol !== 'http:' && protocol !== 'https:') return false
  return host === hostHeader.toLowerCase() || isLoopback(hostname)
}
