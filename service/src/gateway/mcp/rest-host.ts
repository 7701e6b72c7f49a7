import {
  ErrorResponseSchema,
  LanguagesResponseSchema,
  RunResultSchema,
  SandrunError,
  SessionInfoSchema,
} from '@sandrun/shared'
import type { ToolHost } from './tool-host.ts'

/** Tools that work on the service at `url`, over its REST API (docs/api.md). */
export function restHost(url: URL, token: string | undefined): ToolHost {
  const call = async (method: string, path: string, body: unknown, signal?: AbortSignal): Promise<unknown> => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal !== undefined && { signal }),
    }).catch((error: unknown) => {
      throw new SandrunError('unreachable', `No service answers at ${url.origin}.`, { cause: error })
    })
    if (response.status === 204) return undefined
    const answer: unknown = await response.json()
    if (!response.ok) throw SandrunError.fromBody(ErrorResponseSchema.parse(answer).error)
    return answer
  }
  return {
    async languages() {
      return LanguagesResponseSchema.parse(await call('GET', '/v1/languages', undefined)).languages
    },
    async run(request, { signal }) {
      return RunResultSchema.parse(await call('POST', '/v1/runs', request, signal))
    },
    async createSession(request, signal) {
      return SessionInfoSchema.parse(await call('POST', '/v1/sessions', request, signal))
    },
    async stopSession(id) {
      await call('DELETE', `/v1/sessions/${encodeURIComponent(id)}`, undefined)
    },
  }
}
