import type { AddressInfo } from 'node:net'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { type RunRequest, type RunResult, RunResultSchema } from '@sandrun/shared'
import { connectUrl, RunClient, webSocketTransport } from '@sandrun/shared/client'
import { createApp } from '../../src/compose/all.ts'
import { readConfig } from '../../src/settings/environment.ts'
import { DockerEngine } from '../../src/drivers/docker/docker-engine.ts'
import type { ContainerEngine } from '../../src/ports/sandbox-engine.ts'

export { watch, type WatchedRun } from '../../src/conformance/watched-run.ts'

/** A real service on a free loopback port, with real Docker. */
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
  const stateDir = await mkdtemp(join(tmpdir(), 'sandrun-state-'))
  const config = readConfig({
    ...process.env,
    HOST: undefined,
    PORT: '0',
    SANDRUN_INSTANCE: instance,
    // Keeps tests out of the user's cache.
    SANDRUN_COMPILE_CACHE_MB: '0',
    SANDRUN_STATE_DIR: stateDir,
    ...environment,
  })
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
      await rm(stateDir, { recursive: true })
    },
  }
}

/** A connected client after its welcome. */
export function connect({ url }: Pick<TestService, 'url'>, token?: string): Promise<RunClient> {
  return RunClient.connect(() => webSocketTransport(connectUrl(url)), { client: 'test/1', token })
}

/** `POST /v1/runs` for a request that must succeed. */
export async function post({ url }: Pick<TestService, 'url'>, request: RunRequest, token?: string): Promise<RunResult> {
  const response = await fetch(new URL('/v1/runs', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(request),
  })
  const body: unknown = await response.json()
  if (!response.ok) throw new Error(`${response.status}: ${JSON.stringify(body)}`)
  return RunResultSchema.parse(body)
}
