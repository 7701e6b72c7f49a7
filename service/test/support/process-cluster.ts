import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import { connectUrl, RunClient, webSocketTransport } from '@sandrun/shared/client'
import { type RedisServer, type RedisSettings, startRedis } from './redis-server.ts'
import { writeTestLanguages } from './test-languages.ts'

/** A process of the cluster. */
export interface ProcessNode {
  child: ChildProcess
  /** For a gateway. */
  url: URL
  /** Like `kill -9`; resolves when it has ended. */
  kill(): Promise<void>
  /** Like an operator; resolves when it has ended. */
  stop(): Promise<void>
}

/** A Redis, and the processes that share it. */
export interface ProcessCluster extends AsyncDisposable {
  redis: RedisServer
  /** Adds a process; resolves when it takes runs. */
  add(role: 'gateway' | 'worker' | 'all', environment?: Record<string, string>): Promise<ProcessNode>
}

export async function startCluster(settings?: RedisSettings): Promise<ProcessCluster> {
  const agent = inject('agent')
  if ('missing' in agent) throw new Error(`This test runs the agent, which was not built: ${agent.missing}`)
  const folder = await mkdtemp(join(tmpdir(), 'sandrun-cluster-'))
  await writeTestLanguages(join(folder, 'languages'))
  const redis = await startRedis(settings)
  const nodes: ProcessNode[] = []
  return {
    redis,
    async add(role, environment = {}) {
      const state = join(folder, String(nodes.length))
      const node = await spawnNode({
        ...process.env,
        SANDRUN_ROLE: role,
        SANDRUN_REDIS: redis.url,
        SANDRUN_LANGUAGES_DIR: join(folder, 'languages'),
        SANDRUN_STATE_DIR: state,
        SANDRUN_COMPILE_CACHE_DIR: join(state, 'compiled'),
        SANDRUN_INSTANCE: 'test',
        SANDRUN_WARM: 'none',
        SANDRUN_LOG_LEVEL: 'error',
        TEST_AGENT: agent.path,
        TEST_BUILT: 'sh,made',
        ...environment,
      })
      nodes.push(node)
      return node
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(nodes.map((node) => node.kill()))
      await redis[Symbol.asyncDispose]()
      await rm(folder, { recursive: true })
    },
  }
}

async function spawnNode(env: NodeJS.ProcessEnv): Promise<ProcessNode> {
  const main = fileURLToPath(new URL('cluster-node.ts', import.meta.url))
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  if (child.stdout === null) throw new Error('the node has no standard output')
  const gone = once(child, 'exit')
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal)
    await gone
  }
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /^ready (\d+)$/.exec(line)?.[1]
    if (port === undefined) continue
    const url = new URL(`http://127.0.0.1:${port}`)
    return { child, url, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
  }
  throw new Error('the node ended before it took runs')
}

/** A client that reconnects to the next gateway whenever it loses one. */
export function connectToOneOf(...gateways: readonly ProcessNode[]): Promise<RunClient> {
  let next = 0
  const transport = () => {
    const gateway = gateways[Math.min(next++, gateways.length - 1)]
    if (gateway === undefined) throw new Error('There is no gateway.')
    return webSocketTransport(connectUrl(gateway.url))
  }
  return RunClient.connect(transport, { client: 'test/1' })
}

/** `POST` with JSON. */
export function post({ url }: ProcessNode, path: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(new URL(path, url), { method: 'POST', headers, body: JSON.stringify(body) })
}
