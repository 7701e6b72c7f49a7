import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { sandrun } from './support/cli.ts'
import { type RemappedDocker, startRemappedDocker, whyNoRemap } from './support/remapped-docker.ts'
import { post, startService, type TestService } from './support/service.ts'
import { VERDICT_PROGRAMS } from './support/verdict-programs.ts'

const reason = await whyNoRemap()
if (reason !== null) process.stderr.write(`No test with userns-remap: ${reason}.\n`)

const ReportSchema = z.object({
  facts: z.object({ 'user namespaces': z.string() }),
  findings: z.array(z.object({ tries: z.string(), state: z.string(), happened: z.string() })),
})

describe.skipIf(reason !== null)('Docker with userns-remap', () => {
  let docker: RemappedDocker
  let service: TestService
  beforeAll(async () => {
    docker = await startRemappedDocker(['sandrun/agent', 'sandrun/bash', 'sandrun/python'])
    service = await startService({}, docker.engine)
  })
  afterAll(async () => {
    await service?.[Symbol.asyncDispose]()
    await docker?.[Symbol.asyncDispose]()
  })

  // The image for C would take longer to copy than all these programs take.
  it.each(VERDICT_PROGRAMS.filter(([, { language }]) => language === 'python'))(
    '%s',
    async (verdict, request, message) => {
      expect(await post(service, request)).toMatchObject({ verdict, message: expect.stringMatching(message) })
    },
  )

  it('gives programs other user ids on the host', async () => {
    const code = 'print(open("/proc/self/uid_map").read().split()[1] != "0")'
    expect(await post(service, { language: 'python', code })).toMatchObject({ run: { stdout: 'True\n' } })
  })

  it('lets doctor compare crun with runc, and run programs with it', async ({ skip }) => {
    skip(!docker.hasCrun, 'crun is not installed (apt-get install crun)')
    const { stdout } = await sandrun(['doctor'], { env: { DOCKER_HOST: docker.host } })
    expect(stdout).toMatch(/runc starts a sandbox in \d+ ms, crun in \d+ ms|too busy to compare crun with runc/)
    await using other = await startService({ SANDRUN_RUNTIME: 'crun' }, docker.engine)
    expect(await post(other, { language: 'bash', code: 'echo by crun' })).toMatchObject({
      run: { stdout: 'by crun\n' },
    })
  })

  it('contains what tries to escape', { timeout: 600_000 }, async () => {
    const env = { DOCKER_HOST: docker.host }
    const { stdout } = await sandrun(['doctor', '--attack', '--only', 'escape', '--json'], { env })
    const { facts, findings } = ReportSchema.parse(JSON.parse(stdout))
    expect(facts['user namespaces']).toBe('remapped')
    // docs/threat-model.md says why, and how an operator closes it.
    const known = (tries: string): boolean => tries.endsWith(': inotify')
    const hasNoImage = (happened: string): boolean => happened.startsWith('inconclusive: needs the image of ')
    const others = findings.filter(({ state, tries }) => state !== 'contained' && !known(tries))
    expect(others.filter(({ happened }) => !hasNoImage(happened))).toEqual([])
    expect(findings.filter(({ state }) => state === 'contained').length).toBeGreaterThan(100)
  })
})
