import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectToOneOf, post, type ProcessCluster, type ProcessNode, startCluster } from './support/process-cluster.ts'
import { sh } from './support/process-worker.ts'
import { watch } from '../src/conformance/watched-run.ts'

let cluster: ProcessCluster
let gateways: readonly [ProcessNode, ProcessNode]

beforeAll(async () => {
  cluster = await startCluster()
  await cluster.add('worker')
  await cluster.add('worker')
  gateways = [await cluster.add('gateway'), await cluster.add('gateway')]
}, 60_000)
afterAll(() => cluster[Symbol.asyncDispose]())

/** Answers each line until the last; a signal ends a read, but not the program. */
const TALK = 'trap "echo caught" INT; until [ "$line" = last ]; do read line && echo "got $line"; done'

describe('a cluster of two gateways and two workers', () => {
  it('runs a program and answers with its result at every gateway', async () => {
    for (const gateway of gateways) {
      const response = await post(gateway, '/v1/runs', sh('echo hello; echo problem >&2; exit 3'))
      expect(response.status).toBe(200)
      expect(await response.json()).toMatchObject({
        verdict: 'runtime-error',
        run: { stdout: 'hello\n', stderr: 'problem\n', exitCode: 3 },
      })
    }
  })

  it('carries live input, a signal and the end of input to a program', async () => {
    using client = await connectToOneOf(gateways[0])
    const run = watch(client, sh(`${TALK}; cat; echo end`))
    run.send('one\n')
    await run.sees('got one')
    run.active.signal('SIGINT')
    await run.sees('caught')
    run.send('two\n')
    await run.sees('got two')
    run.send('last\n')
    run.send('rest\n')
    run.active.endStdin()
    await expect(run.result).resolves.toMatchObject({ verdict: 'ok' })
    expect(run.bytes('stdout').toString()).toBe('got one\ncaught\ngot two\ngot last\nrest\nend\n')
  })

  it('limits large output to the pace of its reader, and loses nothing', async () => {
    using client = await connectToOneOf(gateways[1])
    const run = watch(client, sh('head -c 8000000 /dev/zero'))
    await expect(run.result).resolves.toMatchObject({ verdict: 'ok' })
    const zeros = createHash('sha256').update(Buffer.alloc(8_000_000)).digest('hex')
    expect(createHash('sha256').update(run.bytes('stdout')).digest('hex')).toBe(zeros)
  })

  it('refuses at once a run that no worker can run, and says how to build its language', async () => {
    const missing = await post(gateways[0], '/v1/runs', { language: 'gone', code: '' })
    expect(missing.status).toBe(503)
    expect(await missing.json()).toMatchObject({
      error: {
        code: 'image-missing',
        hint: expect.stringMatching(/^Build it on a worker \(.+\): sandrun lang build gone$/),
      },
    })
    const unknown = await post(gateways[0], '/v1/runs', { language: 'klingon', code: '' })
    expect(await unknown.json()).toMatchObject({ error: { code: 'unknown-language' } })
  })

  it('lists its nodes', async () => {
    const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
    const environment = { ...process.env, SANDRUN_REDIS: cluster.redis.url, SANDRUN_ROLE: 'gateway' }
    const run = promisify(execFile)
    const shown = async () =>
      (await run(process.execPath, [main, 'nodes'], { env: environment })).stdout.trim().split('\n')
    const lines = await shown()
    expect(lines[0]).toMatch(/^node +role +host +version +runs +state +languages$/)
    expect(lines.filter((line) => / gateway .* ready$/.test(line))).toHaveLength(2)
    // A worker reports its load once a second, so the runs of earlier tests may show for that long.
    const idle = async () => (await shown()).filter((line) => / worker .* 0\/\d+ +ready +made sh$/.test(line)).length
    await expect.poll(idle, { timeout: 90_000 }).toBe(2)
    const doctor = await run(process.execPath, [main, 'doctor'], {
      env: { ...environment, SANDRUN_URL: String(gateways[0].url) },
    })
    expect(doctor.stdout).toContain('the cluster has 2 gateways and 2 workers that take runs')
  })

  it('shows what each node reports at every gateway, as long as it lives', async () => {
    const worker = await cluster.add('worker')
    const names = (text: string, name: string): string[] =>
      [...text.matchAll(new RegExp(`^sandrun_node_${name}\\{(.*)\\} (\\d+)$`, 'gm'))].map(([line]) => line)
    const sum = (lines: string[]): number => lines.reduce((all, line) => all + Number(line.split(' ').at(-1)), 0)
    const read = async (at: ProcessNode): Promise<string> => (await fetch(new URL('/metrics', at.url))).text()
    const ended = async (at: ProcessNode): Promise<number> => sum(names(await read(at), 'runs_total'))
    const sandboxes = async (at: ProcessNode): Promise<number> => sum(names(await read(at), 'sandboxes_total'))
    // A report may be a second old.
    const [runs, created] = [await ended(gateways[0]), await sandboxes(gateways[0])]
    for (let at = 0; at < 4; at++) await (await post(gateways[0], '/v1/runs', sh('true'))).json()
    for (const gateway of gateways) {
      await expect.poll(() => ended(gateway)).toBeGreaterThanOrEqual(runs + 4)
      await expect.poll(() => sandboxes(gateway)).toBeGreaterThanOrEqual(created + 4)
      const text = await read(gateway)
      expect(names(text, 'draining')).toHaveLength(5)
      for (const name of ['running', 'places', 'memory_capacity_bytes', 'pool_warm', 'pool_hits_total']) {
        expect(names(text, name).filter((line) => line.includes('role="worker"'))).toHaveLength(3)
        expect(names(text, name)).toHaveLength(3)
      }
    }
    await worker.kill()
    await expect.poll(async () => names(await read(gateways[1]), 'places').length).toBe(2)
  })
})
