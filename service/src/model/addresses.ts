import { isIP } from 'node:net'

/** VS Code's own pages: desktop windows, web views, and the hosts of its web workers. */
const VSCODE_ORIGINS = /^(?:vscode-file:\/\/vscode-app|vscode-webview:\/\/[\w-]+|https:\/\/[\w-]+\.vscode-cdn\.net)$/

/** A name as it is compared: in lower case, and without the dot at its end that only says that it is complete. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/(?<=[^.])\.$/, '')
}

/** Whether a name or address means this machine alone. */
export function isLoopback(name: string): boolean {
  const bare = plainName(name.replace(/^\[(.*)\]$/, '$1'))
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'))
}

/**
 * What one client has of addresses: an IPv4 address, or the 64-bit network of an IPv6 one, of which every host has more
 * than it could use up (RFC 6177).
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined || isIP(address) !== 6) return mapped ?? address
  const [left = '', right] = address.split('%', 1).join().split('::')
  const [head, tail] = [left, right ?? ''].map((part) => (part === '' ? [] : part.split(':')))
  if (head === undefined || tail === undefined) return address
  const zeros = Array.from({ length: right === undefined ? 0 : 8 - head.length - tail.length }, () => '0')
  const groups = [...head, ...zeros, ...tail].slice(0, 4)
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')
}

/** Whether this is an address, or a network as `10.0.0.0/8`. */
export function isNetwork(text: string): boolean {
  const [address = '', bits = '0', ...rest] = text.split('/')
  const version = isIP(address)
  return version !== 0 && rest.length === 0 && /^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)
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
