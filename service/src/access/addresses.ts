import { isIP } from 'node:net'

/** VS Code's own pages: desktop windows, web views, and the hosts of its web workers. */
const VSCODE_ORIGINS = /^(?:vscode-file:\/\/vscode-app|vscode-webview:\/\/[\w-]+|https:\/\/[\w-]+\.vscode-cdn\.net)$/

/** Whether a name or address means this machine alone. */
export function isLoopback(name: string): boolean {
  const bare = name.replace(/^\[(.*)\]$/, '$1').toLowerCase()
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

/** The host name of a Host header, without its port; empty when it is malformed. */
export function hostName(header: string): string {
  return URL.canParse(`http://${header}`) ? new URL(`http://${header}`).hostname : ''
}

/** Whether a request under this Host header is meant for us; guards against DNS rebinding. */
export function isHostAllowed(header: string, boundHost: string, allowed: readonly string[]): boolean {
  const name = hostName(header)
  if (name === '') return false
  return isLoopback(name) || name === boundHost.toLowerCase() || allowed.some((host) => host.toLowerCase() === name)
}

/** Whether a page of this origin may use the service: its own, loopback's, VS Code's, and those on the list. */
export function isOriginAllowed(origin: string, hostHeader: string, allowed: readonly string[]): boolean {
  if (allowed.includes(origin) || VSCODE_ORIGINS.test(origin)) return true
  if (!URL.canParse(origin)) return false
  const { host, hostname, protocol } = new URL(origin)
  if (protocol !== 'http:' && protocol !== 'https:') return false
  return host === hostHeader.toLowerCase() || isLoopback(hostname)
}
