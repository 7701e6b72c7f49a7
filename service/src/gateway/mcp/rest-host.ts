import { HttpClient } from '@sandrun/shared/client'
import type { ToolHost } from './tool-host.ts'

/** Tools that use the service at `url`, over its REST API (docs/api.md). */
export function restHost(url: URL, token: string | undefined): ToolHost {
  const http = new HttpClient(url, { fetch, token, unreachable: () => `No service answers at ${url.origin}.` })
  return {
    languages: () => http.languages(),
    run: (request, { signal }) => http.run(request, signal),
    createSession: (request, signal) => http.createSession(request, signal),
    stopSession: (id) => http.stopSession(id),
  }
}
