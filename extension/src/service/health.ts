import { LanguagesResponseSchema, parseOrThrow, toSandrunError } from '@sandrun/shared'
import { ask, refused } from './ask.ts'
import type { HttpGet } from './connector.ts'

/** How long a service is waited for when several are asked. */
const HEALTH_TIMEOUT_MS = 3000

/** How a service is: it can run programs, it says why not, or it does not answer. */
export type Health =
  | { state: 'ready'; languages: number; available: number }
  | { state: 'not-ready'; reason: string }
  | { state: 'unreachable'; reason: string }

/** Asks a service how it is. Never throws. */
export async function healthOf(get: HttpGet, url: URL): Promise<Health> {
  const signal = AbortSignal.timeout(HEALTH_TIMEOUT_MS)
  try {
    const ready = await ask(get, new URL('/readyz', url), { signal })
    if (!ready.ok) return { state: 'not-ready', reason: refused(ready, await ready.json().catch(() => null)).message }
    const listed = await ask(get, new URL('/v1/languages', url), { signal })
    const body: unknown = await listed.json().catch(() => null)
    const { languages } = parseOrThrow(LanguagesResponseSchema, body, { code: 'protocol-violation' })
    return {
      state: 'ready',
      languages: languages.length,
      available: languages.filter(({ available }) => available).length,
    }
  } catch (error) {
    return { state: 'unreachable', reason: toSandrunError(error).message }
  }
}

/**
 * Whether the service speaks the Model Context Protocol. Its endpoint answers GET with a stream, or with 405 where it has
 * none to offer (MCP 2025-06-18, Streamable HTTP), or asks who we are; a service without one does not know the address.
 */
export async function hasMcp(get: HttpGet, url: URL, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await ask(get, mcpUrl(url), { accept: 'text/event-stream', signal })
    await response.body?.cancel()
    return response.status !== 404
  } catch {
    return false
  }
}

/** Where a service has its MCP server. */
export function mcpUrl(url: URL): URL {
  return new URL('/mcp', url)
}
