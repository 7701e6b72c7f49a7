import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { LanguageInfo } from '@sandrun/shared'
import { connectUrl, HttpClient, RunClient, webSocketTransport } from '@sandrun/shared/client'
import { setTimeout } from 'node:timers/promises'
import { freePort } from './free-port.ts'

/** A sandbox that takes longer never becomes warm. */
const WARM_WITHIN_MS = 60_000
const POLL_MS = 5

/** The service as users run it: its own process on a free loopback port. A worker of a cluster has no port. */
export interface BenchService extends AsyncDisposable {
  url: URL
  pid: number
  connect(): Promise<RunClient>
  languages(): Promise<LanguageInfo[]>
  /** Waits until a sandbox of this language is warm; with `prepared`, until its runtime is up too. */
  warm(language: string, options?: { prepared: boolean }): Promise<void>
}

export async function startBenchService(environment: Record<string, string> = {}): Promise<BenchService> {
  const port = await freePort()
  const main = fileURLToPath(new URL('../service/src/cli/main.ts', import.meta.url))
  const child = spawn(process.execPath, [main, 'serve'], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), SANDRUN_LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'inherit', 'pipe'],
  })
  // An interrupted bench does not reach its end, and the service would continue.
  const interrupted = (signal: NodeJS.Signals): void => {
    child.kill('SIGTERM')
    process.exitCode = 128 + constants.signals[signal]
    child.once('exit', () => process.exit())
  }
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted)
  await listening(child)
  const url = new URL(`http://127.0.0.1:${port}`)
  const http = new HttpClient(url, { fetch })
  return {
    url,
    pid: child.pid ?? 0,
    connect: () => RunClient.connect(() => webSocketTransport(connectUrl(url)), { client: 'bench/1' }),
    languages: () => http.languages(),
    async warm(language, { prepared = false } = { prepared: false }) {
      const waits = (info: LanguageInfo): boolean => (prepared ? info.prepared : info.warm) > 0
      const limit = performance.now() + WARM_WITHIN_MS
      while (!(await http.languages()).some((info) => info.id === language && waits(info))) {
        if (performance.now() > limit) throw new Error(`no sandbox of ${language} is ${prepared ? 'prepared' : 'warm'}`)
        await setTimeout(POLL_MS)
      }
    },
    [Symbol.asyncDispose]: async () => {
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

async function listening(child: ChildProcess): Promise<void> {
  if (child.stderr === null) throw new Error('the service has no standard error')
  for await (const line of createInterface({ input: child.stderr })) {
    if (line.startsWith('Sandrun listens on') || line === 'Sandrun joined its cluster') break
    process.stderr.write(`${line}\n`)
  }
  child.stderr.resume()
}

/** A process's resident memory, in MiB: VmRSS of proc_pid_status(5). */
export function residentMb(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1024
}
