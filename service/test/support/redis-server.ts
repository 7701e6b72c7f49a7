import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis, type RedisOptions } from 'ioredis'
import { freePort } from './free-port.ts'

/** A test's own Redis, on a free loopback port. */
export interface RedisServer extends AsyncDisposable {
  url: string
  /** For a test to look inside. */
  client: Redis
  /** Stops it, like a machine that hangs. */
  pause(): void
  resume(): void
  /** Ends it and starts it again with the data in its file. */
  restart(): Promise<void>
}

/** How a Redis differs from a plain one on loopback. */
export interface RedisSettings {
  /** The arguments of redis-server for this port. */
  settings: (port: number) => readonly string[]
  /** How the test's own client connects. */
  client: RedisOptions
}

const PLAIN: RedisSettings = { settings: (port) => ['--port', String(port)], client: {} }

/** The real Redis: Debian's package redis-server. It writes everything to disk before it answers. */
export async function startRedis({ settings, client: options }: RedisSettings = PLAIN): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'sandrun-redis-'))
  const port = await freePort()
  let server = await spawnRedis(folder, settings(port))
  const url = `redis://127.0.0.1:${port}`
  const client = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 50, ...options })
  client.on('error', () => {})
  const stop = async (): Promise<void> => {
    const gone = once(server, 'exit')
    server.kill('SIGCONT')
    server.kill('SIGTERM')
    await gone
  }
  return {
    url,
    client,
    pause: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
    async restart() {
      await stop()
      server = await spawnRedis(folder, settings(port))
    },
    [Symbol.asyncDispose]: async () => {
      client.disconnect()
      await stop()
      await rm(folder, { recursive: true })
    },
  }
}

async function spawnRedis(folder: string, place: readonly string[]): Promise<ChildProcess> {
  const settings = [
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    'yes',
    '--appendfsync',
    'always',
  ]
  const child = spawn('redis-server', [...place, ...settings], { stdio: ['ignore', 'pipe', 'inherit'] })
  const failed = once(child, 'error').then(([error]) => {
    throw new Error(`This test runs redis-server: on Debian install redis-server. ${error}`)
  })
  await Promise.race([saysReady(child), failed])
  return child
}

async function saysReady(child: ChildProcess): Promise<void> {
  let said = ''
  if (child.stdout === null) throw new Error('redis-server has no standard output')
  for await (const text of child.stdout) {
    said += String(text)
    if (said.includes('Ready to accept connections')) break
  }
  if (!said.includes('Ready to accept connections')) throw new Error(`redis-server ended: ${said}`)
}
