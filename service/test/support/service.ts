import type { AddressInfo } from 'node:net'
import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { type OutputChannel, type RunRequest, type RunResult, RunResultSchema } from '@sandrun/shared'
import { type ActiveRun, connectUrl, RunClient, type RunHandlers, webSocketTransport } from '@sandrun/shared/client'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { DockerEngine } from '../../src/container/docker-engine.ts'
import type { ContainerEngine } from '../../src/container/port.ts'

/** A real service on a free port of loopback, against real Docker. */
export interface TestService extends AsyncDisposable {
  url: URL
  app: FastifyInstance
  instance: string
  engine: ContainerEngine
  /** Every line the service logged. */
  log: string[]
}

export async function startService(
  environment: Record<string, string> = {},
  engine: ContainerEngine = new DockerEngine(),
): Promise<TestService> {
  const instance = `test-${randomBytes(6).toString('hex')}`
  const config = readConfig({ ...process.env, HOST: undefined, PORT: '0', SANDRUN_INSTANCE: instance, ...environment })
  const log: string[] = []
  const app = await createApp(config, engine, pino({ level: 'debug' }, { write: (line) => void log.push(line) }))
  await app.listen({ host: config.host, port: config.port })
  const { port } = app.server.address() as AddressInfo
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    app,
    instance,
    engine,
    log,
    [Symbol.asyncDispose]: async () => {
      await app.close()
    },
  }
}

/** A connected client that has been welcomed. */
export function connect({ url }: Pick<TestService, 'url'>): Promise<RunClient> {
  return RunClient.connect(() => webSocketTransport(connectUrl(url)), { client: 'test/1' })
}

/** `POST /v1/runs`, for a request that must succeed. */
export async function post({ url }: Pick<TestService, 'url'>, request: RunRequest): Promise<RunResult> {
  const response = await fetch(new URL('/v1/runs', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
  const body: unknown = await response.json()
  if (!response.ok) throw new Error(`${response.status}: ${JSON.stringify(body)}`)
  return RunResultSchema.parse(body)
}

/** A run whose output can be waited for, as a person at a terminal would. */
export interface WatchedRun {
  active: ActiveRun
  result: Promise<RunResult>
  /** All bytes of a channel so far. */
  bytes(channel: OutputChannel): Buffer
  /** Resolves when the channel's text contains `text` beyond what earlier calls waited for. */
  sees(text: string, channel?: OutputChannel): Promise<void>
  send(text: string): void
}

export function watch(client: RunClient, request: RunRequest, handlers: RunHandlers = {}): WatchedRun {
  const chunks: Record<OutputChannel, Uint8Array[]> = { stdout: [], stderr: [] }
  const searched: Record<OutputChannel, number> = { stdout: 0, stderr: 0 }
  let wake = Promise.withResolvers<void>()
  const active = client.run(request, {
    ...handlers,
    output: (channel, bytes) => {
      chunks[channel].push(bytes)
      wake.resolve()
      wake = Promise.withResolvers()
      return handlers.output?.(channel, bytes)
    },
  })
  const bytes = (channel: OutputChannel): Buffer => Buffer.concat(chunks[channel])
  return {
    active,
    result: active.result,
    bytes,
    send: (text) => void active.writeStdin(new TextEncoder().encode(text)),
    async sees(text, channel = 'stdout') {
      let ended = false
      const end = active.result.then(
        () => (ended = true),
        () => (ended = true),
      )
      for (;;) {
        const at = bytes(channel).indexOf(text, searched[channel])
        if (at !== -1) {
          searched[channel] = at + Buffer.byteLength(text)
          return
        }
        if (ended)
          throw new Error(`Ended without ${JSON.stringify(text)}: ${JSON.stringify(bytes(channel).toString())}`)
        await Promise.race([wake.promise, end])
      }
    },
  }
}
