import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type WebSocket, WebSocketServer } from 'ws'
import type { LanguageInfo } from '@sandrun/shared'
import { python } from './python.ts'

/** The first message of a scripted service. */
export const WELCOME = { type: 'welcome', protocol: 1, server: 'scripted', principal: 'test', limits: {} }

/** The reaction of a scripted service to a client's message. */
export type Script = (
  say: (message: object) => void,
  message: { type: string; token?: string },
  hangUp: () => void,
) => void

interface ScriptedSettings {
  mcp?: boolean
  tls?: { key: Buffer; cert: Buffer }
  /** Its languages, read at each request. */
  languages?: LanguageInfo[]
  /** Called when it is to build its first language. */
  build?: (request: IncomingMessage) => void
}

/** A fake service, for states that a real one is rarely in. Returns its address and a function that ends it. */
export async function startScriptedService(
  script: Script,
  { mcp = false, tls, languages = [python], build }: ScriptedSettings = {},
): Promise<{ url: string; headers: object[]; stop: () => Promise<void> }> {
  const headers: object[] = []
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    headers.push(request.headers)
    // An MCP server without a stream to offer (2025-06-18, Streamable HTTP).
    if (request.url === '/mcp') return void response.writeHead(mcp ? 405 : 404).end()
    response.setHeader('content-type', 'application/json')
    if (request.method === 'POST' && request.url === `/v1/languages/${languages[0]?.id}/build`) {
      build?.(request)
      return void response.writeHead(202).end(JSON.stringify(languages[0]))
    }
    response.end(JSON.stringify({ languages }))
  }
  const server = tls === undefined ? createServer(answer) : createTlsServer(tls, answer)
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket: WebSocket) => {
    const say = (message: object): void => socket.send(JSON.stringify(message))
    socket.on('message', (data, isBinary) => {
      if (!isBinary && Buffer.isBuffer(data)) script(say, JSON.parse(data.toString()), () => socket.terminate())
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${address.port}`,
    headers,
    stop: async () => {
      for (const socket of sockets.clients) socket.terminate()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A script that runs every program at once: it writes nothing and succeeds. */
export const endsAtOnce: Script = (say, { type }) => {
  if (type === 'hello') say(WELCOME)
  if (type !== 'start') return
  const phase = { exitCode: 0, signal: null, wallMs: 5, cpuMs: 4, memoryKb: 2048, memorySource: 'rss' }
  const run = { ...phase, stdout: '', stderr: '', truncated: { stdout: 0, stderr: 0 } }
  say({ type: 'accepted', runId: 'a', resumeToken: 'b' })
  say({ type: 'started', language: 'python', version: '3', warm: true })
  say({ type: 'phase', name: 'run' })
  const facts = { id: 'a', language: 'python', version: '3', verdict: 'ok', message: '', warnings: [], warm: true }
  say({ type: 'exit', result: { ...facts, run, queuedMs: 0, startedAt: '2026-01-01T00:00:00Z' } })
}

/** An address at which no service listens (any more). */
export async function deadUrl(): Promise<string> {
  const { url, stop } = await startScriptedService(() => {})
  await stop()
  return url
}
