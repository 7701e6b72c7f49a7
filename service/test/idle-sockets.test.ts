import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { BEGINNINGS } from './support/idle-connections.ts'
import { RawHttp } from './support/raw-http.ts'
import { connect, post, watch } from './support/service.ts'
import { type ServiceProcess, spawnService } from './support/service-process.ts'

/** Neither this process nor the service can open more files. Node itself raises its soft limit to it. */
const MOST_FILES = Number(execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' })) || Infinity

/** Files that either process uses besides. */
const OTHER_FILES = 500

const WANTED = 10_000
const SOCKETS = Math.min(WANTED, MOST_FILES - OTHER_FILES)

/** The service queues few that it has not accepted (listen(2)). */
const AT_ONCE = 250

/** An idle connection takes about 20 KB of the service's memory. */
const MB_FOR_1000 = 40

let stateDir: string
let service: ServiceProcess
let host: string

beforeAll(async () => {
  if (SOCKETS < WANTED)
    console.warn(`This opens only ${SOCKETS} sockets: a process may open ${MOST_FILES} files here (ulimit -Hn).`)
  stateDir = await mkdtemp(join(tmpdir(), 'sandrun-state-'))
  // Its files and memory are apart from those of this test.
  service = await spawnService({ SANDRUN_STATE_DIR: stateDir, SANDRUN_INSTANCE: `idle-sockets-${process.pid}` })
  host = `host: ${service.url.host}`
})
afterAll(async () => {
  await service.stop()
  await rm(stateDir, { recursive: true })
})

async function openIdle(index: number): Promise<RawHttp> {
  const http = await RawHttp.open(service)
  const [, begin] = BEGINNINGS[index % BEGINNINGS.length] ?? []
  await begin?.(http, host)
  return http
}

async function statusOf(path: string): Promise<number> {
  using http = await RawHttp.open(service)
  http.send([`GET ${path} HTTP/1.1`, host, 'connection: close'])
  return (await http.answer()).status
}

const rssMb = async (): Promise<number> => (await service.memory()).rss / 2 ** 20

it(`serves others beside ${SOCKETS} connections, two fifths of them WebSockets, that say nothing more`, async () => {
  const bash = (code: string): { language: string; code: string } => ({ language: 'bash', code })
  await post(service, bash('true'))
  const before = await rssMb()
  const opened: RawHttp[] = []
  try {
    while (opened.length < SOCKETS) {
      const first = opened.length
      const length = Math.min(AT_ONCE, SOCKETS - first)
      opened.push(...(await Promise.all(Array.from({ length }, (_value, index) => openIdle(first + index)))))
    }
    expect(await Promise.all(['/readyz', '/v1/languages', '/v1/runs'].map(statusOf))).toEqual([200, 200, 200])
    await expect(post(service, bash('echo hi'))).resolves.toMatchObject({ verdict: 'ok' })
    using client = await connect(service)
    const run = watch(client, bash('read word; echo $word'))
    run.send('hi\n')
    await expect(run.result).resolves.toMatchObject({ verdict: 'ok' })
    expect(opened.filter(({ socket }) => socket.destroyed || socket.readableEnded)).toEqual([])
    expect(((await rssMb()) - before) / (SOCKETS / 1000), 'MB for 1,000').toBeLessThan(MB_FOR_1000)
  } finally {
    for (const http of opened) http[Symbol.dispose]()
  }
  expect(await statusOf('/readyz')).toBe(200)
  expect(service.errors).toEqual([])
})
