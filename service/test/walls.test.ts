import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { spawnService } from './support/service-process.ts'

/** What ended runs and the collector may still hold when all is over, in MB. */
const LEFT_OVER_MB = 400

const residentMb = (pid: number | undefined): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

const python = (code: string, rest: object = {}): object => ({ language: 'python', code, ...rest })
const LARGE = { outputKb: 16_384 }

/** Requests that once stopped the service, or grew it without bound; each of them is tested for itself elsewhere. */
const REQUESTS: readonly [path: string, body: object][] = [
  ['/v1/runs', python('print(" " * 900_000 + "x")', { cases: [{ expected: 'y' }], limits: LARGE })],
  ['/v1/runs', python('print("\\0" * 2**24)', { cases: Array.from({ length: 8 }, () => ({})), limits: LARGE })],
  ['/v1/runs', python('print("Error: x\\n" * 100_000, file=__import__("sys").stderr); raise SystemExit(1)')],
  ...[1, 2, 3].map((): [string, object] => ['/v1/runs?wait=false', python('print("x" * 2**24)', { limits: LARGE })]),
  ['/execute', { language: 'bash', code: 'sleep 1', timeout: 0.4 }],
  ['/api/v2/execute', { language: 'python', version: '*', files: [{ content: '1' }], run_memory_limit: 1 }],
  ['/v1/runs', { language: 'bash', code: 'f() { f | f & }; f; sleep 1', limits: { wallMs: 3000 } }],
  ['/v1/runs', { language: 'bash', code: 'true', args: ['x'.repeat(200_000)] }],
  ['/v1/runs', { language: 'c', code: 'char a[1 << 26] = {1}; int main(void) { return a[1]; }' }],
  ['/v1/runs', python('import os\nwhile True: os.openpty()')],
]

it('is ready throughout everything that once stopped it, and little larger afterwards', async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'sandrun-state-'))
  const service = await spawnService({
    SANDRUN_STATE_DIR: stateDir,
    SANDRUN_INSTANCE: `walls-${process.pid}`,
  })
  const { child, url } = service
  const before = residentMb(child.pid)
  const answers: number[] = []
  const over = new AbortController()
  const asking = (async () => {
    while (!over.signal.aborted) {
      answers.push((await fetch(new URL('/readyz', url))).status)
      await delay(200, undefined, { signal: over.signal }).catch(() => {})
    }
  })()
  const statuses: number[] = []
  for (const [path, body] of REQUESTS) {
    const response = await fetch(new URL(path, url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    // Read as it comes: the answer of eight cases is longer than this test wants to keep.
    for await (const _chunk of response.body ?? []);
    statuses.push(response.status)
  }
  over.abort()
  await asking
  expect(statuses.filter((status) => status >= 500)).toEqual([])
  expect(new Set(answers)).toEqual(new Set([200]))
  expect(residentMb(child.pid) - before).toBeLessThan(LEFT_OVER_MB)
  await service.stop()
  await rm(stateDir, { recursive: true })
})
