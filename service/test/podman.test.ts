import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SessionInfoSchema, RunResultSchema } from '@sandrun/shared'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import * as z from 'zod'
import { LABELS } from '../src/model/labels.ts'
import { imageEngineContract } from './contracts/image-engine.ts'
import { sandboxEngineContract } from './contracts/sandbox-engine.ts'
import { sandrun } from './support/cli.ts'
import { type PodmanService, startPodman, whyNoPodman } from './support/podman.ts'
import { spawnService } from './support/service-process.ts'
import { connect, post, startService, type TestService, watch } from './support/service.ts'
import { VERDICT_PROGRAMS } from './support/verdict-programs.ts'

const reason = await whyNoPodman()
if (reason !== null) process.stderr.write(`No test with Podman: ${reason}.\n`)

const ReportSchema = z.object({ findings: z.array(z.object({ tries: z.string(), state: z.string() })) })

describe.skipIf(reason !== null)('Podman', () => {
  let podman: PodmanService
  const names = randomBytes(6).toString('hex')
  const volumes = { filled: `sandrun-contract-filled-${names}`, empty: `sandrun-contract-empty-${names}` }

  beforeAll(async () => {
    podman = await startPodman(['sandrun/agent', 'sandrun/bash', 'sandrun/c', 'sandrun/python'])
  })
  afterAll(() => podman?.[Symbol.asyncDispose]())

  sandboxEngineContract('Podman', () => ({ engine: podman.engine, image: 'sandrun/bash', volumes }))
  imageEngineContract('Podman', () => ({ engine: podman.engine, base: 'sandrun/bash' }))

  describe('of a service', () => {
    let service: TestService
    beforeAll(async () => {
      service = await startService({}, podman.engine)
    })
    afterAll(() => service?.[Symbol.asyncDispose]())

    it.each(VERDICT_PROGRAMS)('gives the verdict %s', async (verdict, request, message) => {
      const result = await post(service, request)
      expect(result).toMatchObject({ verdict, message: expect.stringMatching(message) })
    })

    it('raises the limits of a sandbox that waits', async () => {
      const code = 'print(len(bytearray(700 << 20)))'
      const limits = { memoryMb: 1000, processes: 200 }
      expect(await post(service, { language: 'python', code, limits })).toMatchObject({ verdict: 'ok' })
    })

    it('ends a run whose program fills its memory with its files', async () => {
      const code = 'for i in range(22): open(f"/work/f{i}", "wb").write(bytes(1 << 20))\nx = bytearray(1 << 30)'
      const limits = { memoryMb: 96, diskMb: 48 }
      expect(await post(service, { language: 'python', code, limits })).toMatchObject({ verdict: 'memory-limit' })
    })

    it('limits the number of files and of terminals', async () => {
      const files = 'i = 0\nwhile True: open(f"/work/{i}", "w").close(); i += 1'
      expect(await post(service, { language: 'python', code: files, limits: { diskMb: 2 } })).toMatchObject({
        verdict: 'disk-limit',
        message: expect.stringContaining('more files'),
      })
      const terminals = 'import pty\nn = 0\ntry:\n  while True: pty.openpty(); n += 1\nexcept OSError: print(n)'
      expect(await post(service, { language: 'python', code: terminals })).toMatchObject({ run: { stdout: '16\n' } })
    })

    it('runs cases that find nothing of each other', async () => {
      const code = 'import os\nprint(os.listdir("/tmp"), input())\nopen("/tmp/x", "w").close()'
      const cases = [1, 2, 3].map((n) => ({ stdin: `${n}\n`, expected: `[] ${n}` }))
      expect(await post(service, { language: 'python', code, cases })).toMatchObject({ verdict: 'accepted' })
    })

    it('keeps the files of a session', async () => {
      const send = async (path: string, body: object): Promise<unknown> => {
        const headers = { 'content-type': 'application/json' }
        const response = await fetch(new URL(path, service.url), {
          method: 'POST',
          headers,
          body: JSON.stringify(body),
        })
        return response.json()
      }
      const { id } = SessionInfoSchema.parse(await send('/v1/sessions', { language: 'python' }))
      const run = async (code: string) => RunResultSchema.parse(await send(`/v1/sessions/${id}/runs`, { code }))
      expect(await run('open("kept", "w").write("by Podman")')).toMatchObject({ verdict: 'ok' })
      expect(await run('print(open("kept").read())')).toMatchObject({ run: { stdout: 'by Podman\n' } })
      await fetch(new URL(`/v1/sessions/${id}`, service.url), { method: 'DELETE' })
    })

    it('passes on live input', async () => {
      using client = await connect(service)
      const run = watch(client, { language: 'python', code: 'print("Hello", input("Name? "))' })
      await run.sees('Name? ')
      run.send('Ada\n')
      await run.sees('Hello Ada')
      await expect(run.result).resolves.toMatchObject({ verdict: 'ok' })
    })

    it('is named by doctor', async () => {
      const { stdout } = await sandrun(['doctor'], { env: { DOCKER_HOST: `unix://${podman.socket}` } })
      expect(stdout).toMatch(/Podman \d/)
      expect(stdout).toContain('filter of Podman allows unshare')
    })

    it('contains what tries to escape, but for one call', { timeout: 600_000 }, async () => {
      const env = { DOCKER_HOST: `unix://${podman.socket}` }
      const { stdout } = await sandrun(['doctor', '--attack', '--only', 'escape', '--json'], { env })
      const { findings } = ReportSchema.parse(JSON.parse(stdout))
      // docs/threat-model.md says what Podman's filter allows.
      expect(findings.filter(({ state }) => state !== 'contained')).toEqual([
        expect.objectContaining({ tries: 'unshare of files', state: 'open' }),
      ])
    })
  })

  it('leaves no container when a service has ended', async () => {
    expect(await podman.engine.listContainers({ [LABELS.owner]: '' })).toEqual([])
  })

  it('leaves no container of a service that is killed', async () => {
    const containers = () => podman.engine.listContainers({ [LABELS.owner]: '' })
    const state = await mkdtemp(join(tmpdir(), 'sandrun-state-'))
    onTestFinished(() => rm(state, { recursive: true }))
    const environment = { SANDRUN_STATE_DIR: state, SANDRUN_WARM: 'none' }
    const service = await spawnService({ ...environment, DOCKER_HOST: `unix://${podman.socket}` })
    const client = await connect(service)
    const run = watch(client, { language: 'bash', code: 'trap "" TERM HUP; echo ready; while :; do sleep 0.05; done' })
    run.result.catch(() => {})
    await run.sees('ready')
    await service.kill()
    await expect.poll(async () => (await containers()).filter(({ state: now }) => now === 'running')).toEqual([])
    await using _next = await startService(environment, podman.engine)
    expect(await containers()).toEqual([])
  })
})
