import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import * as z from 'zod/mini'

/** A service in its own process, which can be killed. */
export interface ServiceProcess {
  child: ChildProcess
  url: URL
  /** The errors it has logged since it listens. */
  errors: readonly string[]
  /** Its memory after a garbage collection. */
  memory(): Promise<Memory>
  /** Like `kill -9`; resolves when the process has ended. */
  kill(): Promise<void>
  /** Like an operator; resolves when the process has ended. */
  stop(): Promise<void>
}

const MemorySchema = z.object({ rss: z.number(), heapUsed: z.number(), external: z.number() })

/** From `process.memoryUsage`, in bytes. */
type Memory = z.infer<typeof MemorySchema>

/** Lines of pino with this start are errors, or worse. */
const ERROR = /^\{"level":[56]0,/

/** A worker does not listen. */
const NOWHERE = 'http://worker.invalid'

/** Resolves when it listens, on a free loopback port, or works for its cluster. */
export async function spawnService(environment: Record<string, string>): Promise<ServiceProcess> {
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
  const telling = fileURLToPath(new URL('../fixtures/tell-memory.mjs', import.meta.url))
  const child = spawn(process.execPath, ['--expose-gc', '--import', telling, main, 'serve'], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  if (child.stderr === null) throw new Error('the service has no standard error')
  const errors: string[] = []
  const memory = async (): Promise<Memory> => {
    const report = once(child, 'message')
    child.send('memory')
    return MemorySchema.parse((await report)[0])
  }
  for await (const line of createInterface({ input: child.stderr })) {
    const isWorker = line === 'Sandrun joined its cluster'
    const address = isWorker ? NOWHERE : /^Sandrun listens on (\S+)$/.exec(line)?.[1]
    if (address === undefined) continue
    const end = async (signal: NodeJS.Signals): Promise<void> => {
      const gone = once(child, 'exit')
      child.kill(signal)
      await gone
    }
    // Without a reader, its output would block the service.
    createInterface({ input: child.stderr }).on('line', (said) => {
      if (ERROR.test(said)) errors.push(said)
    })
    return { child, url: new URL(address), errors, memory, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
  }
  throw new Error('the service ended before it listened')
}
