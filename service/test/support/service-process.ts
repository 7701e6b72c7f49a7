import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A service in a process of its own, which can be killed. */
export interface ServiceProcess {
  child: ChildProcess
  url: URL
  /** As `kill -9`; resolves when the process is gone. */
  kill(): Promise<void>
  /** As an operator would; resolves when the process is gone. */
  stop(): Promise<void>
}

/** A worker listens nowhere. */
const NOWHERE = 'http://worker.invalid'

/** Resolves when it listens, on a free port of loopback, or works for its cluster. */
export async function spawnService(environment: Record<string, string>): Promise<ServiceProcess> {
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
  const child = spawn(process.execPath, [main, 'serve'], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  if (child.stderr === null) throw new Error('the service has no standard error')
  for await (const line of createInterface({ input: child.stderr })) {
    const isWorker = line === 'Sandrun joined its cluster'
    const address = isWorker ? NOWHERE : /^Sandrun listens on (\S+)$/.exec(line)?.[1]
    if (address === undefined) continue
    const end = async (signal: NodeJS.Signals): Promise<void> => {
      const gone = once(child, 'exit')
      child.kill(signal)
      await gone
    }
    // What it says from here on is for nobody, and must not hold it up.
    child.stderr.resume()
    return { child, url: new URL(address), kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
  }
  throw new Error('the service ended before it listened')
}
