import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { startBrowser } from '../../../test/support/browser.ts'
import { startService, type TestService } from '../../../test/support/service.ts'

/** Documentation on another server; the pages of one of its names may use the service. */
export interface Site extends AsyncDisposable {
  service: TestService
  browser: Browser
  /** Serves this under a path, to every name. */
  put: (path: string, text: string, headers?: Record<string, string>) => void
  /** The address of a path of the site whose pages may use the service. */
  notes: (path: string) => string
  /** The same server under a name that may not use it. */
  other: (path: string) => string
}

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.py': 'text/plain' }

export async function startSite(environment: Record<string, string> = {}): Promise<Site> {
  const files = new Map<string, { text: string; headers: Record<string, string> }>()
  const server = createServer(({ url = '' }, response) => {
    // Browsers request it on their own.
    if (url === '/favicon.ico') return response.writeHead(204).end()
    const file = files.get(url)
    if (file === undefined) return response.writeHead(404).end()
    const type = TYPES[/\.\w+$/.exec(url)?.[0] ?? ''] ?? 'text/plain'
    return response.writeHead(200, { 'content-type': type, ...file.headers }).end(file.text)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const notes = (path: string): string => `http://notes.example:${port}${path}`
  const service = await startService({ SANDRUN_ORIGINS: new URL(notes('/')).origin, ...environment })
  const browser = await startBrowser({ 'notes.example': '127.0.0.1', 'other.example': '127.0.0.1' })
  return {
    service,
    browser,
    put: (path, text, headers = {}) => files.set(path, { text, headers }),
    notes,
    other: (path) => `http://other.example:${port}${path}`,
    [Symbol.asyncDispose]: async () => {
      await browser.close()
      server.close()
      server.closeAllConnections()
      await service[Symbol.asyncDispose]()
    },
  }
}
