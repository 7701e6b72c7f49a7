import { toSandrunError } from '@sandrun/shared'
import { ANSWER_TIMEOUT_MS, type HttpClient } from '@sandrun/shared/client'

/** How long to wait for each service when several are asked. */
const HEALTH_TIMEOUT_MS = 3000

/** A service's health: it can run programs, it says why not, or it does not answer. */
export type Health =
  | { state: 'ready'; languages: number; available: number }
  | { state: 'not-ready'; reason: string }
  | { state: 'unreachable'; reason: string }

/** Checks a service. Never throws. */
export async function healthOf(http: HttpClient): Promise<Health> {
  const signal = AbortSignal.timeout(HEALTH_TIMEOUT_MS)
  try {
    const refusal = await http.notReady(signal)
    if (refusal !== null) return { state: 'not-ready', reason: refusal.message }
    const languages = await http.languages(signal)
    return {
      state: 'ready',
      languages: languages.length,
      available: languages.filter(({ available }) => available).length,
    }
  } catch (error) {
    return { state: 'unreachable', reason: toSandrunError(error).message }
  }
}

/** The path of a service's MCP server. */
const MCP_PATH = '/mcp'

/**
 * Whether the service speaks the Model Context Protocol. Its endpoint answers GET with a stream, with 405 if it has
 * none to offer (MCP 2025-06-18, Streamable HTTP), or asks for a token; a service without one does not know the path.
 */
export async function hasMcp(http: HttpClient, signal: AbortSignal): Promise<boolean> {
  try {
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)])
    const response = await http.ask(MCP_PATH, { accept: 'text/event-stream', signal: inTime })
    await response.body?.cancel()
    return response.status !== 404
  } catch {
    return false
  }
}

export function mcpUrl(url: URL): URL {
  return new URL(MCP_PATH, url)
}
