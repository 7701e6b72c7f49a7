import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import type { Observations, Target } from '../../src/attack/attack.ts'
import { CATALOGUE } from '../../src/attack/catalogue/all.ts'
import { FILESYSTEM } from '../../src/attack/catalogue/filesystem.ts'
import { besideNeighbour, NEIGHBOUR } from '../../src/attack/run/neighbour.ts'
import { runProbes } from '../../src/attack/run/run-probes.ts'
import { sandrun } from '../support/cli.ts'
import { connect, post, startService, type TestService } from '../support/service.ts'
import { host } from './support/relax.ts'
import { startTarget } from './support/target.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandrun-attack-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** The fact that names the languages without an image. */
const NOT_ATTACKED = 'compilers without an image, which are not attacked'

const ReportSchema = z.object({
  counts: z.object({ open: z.int() }),
  facts: z.looseObject({ cgroup: z.enum(['v1', 'v2']) }),
  findings: z.array(z.object({ tries: z.string(), state: z.string(), happened: z.string() })),
})

it('contains all attacks of the catalogue on this machine, and reports that', { timeout: 1_800_000 }, async () => {
  const page = join(folder, 'attacks.html')
  const { code, stdout } = await sandrun(['doctor', '--attack', '--minutes', '25', '--json', '--report', page])
  const { findings, counts, facts } = ReportSchema.parse(JSON.parse(stdout))
  expect(findings.filter(({ state }) => state !== 'contained')).toEqual([])
  // This also checks that nothing is left.
  const missing = new Set(
    z
      .string()
      .parse(facts[NOT_ATTACKED] ?? '')
      .split(', '),
  )
  const attacks = CATALOGUE.flatMap(({ attacks: own }) => own)
  expect(findings).toHaveLength(
    attacks.filter(({ language }) => language === undefined || !missing.has(language)).length + 1,
  )
  expect({ code, counts }).toMatchObject({ code: 0, counts: { open: 0 } })
  expect(await readFile(page, 'utf8')).toContain(', 0 not contained')
})

it('reports attacks as inconclusive if the time ends before the service is ready', async () => {
  const words = ['doctor', '--attack', '--only', 'tampering', '--json', '--minutes']
  const { code, stdout, stderr } = await sandrun([...words, '0.0000001'])
  expect([code, stderr]).toEqual([0, expect.stringContaining('The time was over')])
  const { findings } = ReportSchema.parse(JSON.parse(stdout))
  expect(new Set(findings.map(({ happened }) => happened))).toEqual(new Set(['inconclusive: needs more time', 'none']))
  expect(await sandrun([...words, '0'])).toMatchObject({ code: 64, stderr: expect.stringContaining('0 minutes') })
  const unwritten = await sandrun([...words, '0.0000001', '--report', '/dev/full'])
  expect(unwritten).toMatchObject({
    code: 74,
    stderr: expect.stringContaining("Can't write /dev/full: the disk is full."),
  })
})

function targetOf(service: Pick<TestService, 'url'>, languages: readonly string[]): Target {
  return {
    languages: new Set(languages),
    url: service.url,
    secret: '',
    signal: AbortSignal.timeout(60_000),
    connect: () => connect(service),
    run: (request) => post(service, request),
  }
}

it('finds attacks that are not contained, and inconclusive ones', async () => {
  await using weak = await startTarget(host({ ReadonlyRootfs: false }))
  const findings = await runProbes(targetOf(weak, ['python']), [FILESYSTEM])
  expect(findings.filter(({ state }) => state === 'open')).toContainEqual(
    expect.objectContaining({ tries: 'write to /var/tmp', happened: 'done', expected: 'EROFS' }),
  )
  const inconclusive = await runProbes(targetOf(weak, []), [FILESYSTEM])
  expect(new Set(inconclusive.map(({ state }) => state))).toEqual(new Set(['inconclusive']))
})

it('replaces a neighbour that has reached its own limit of time', async () => {
  await using service = await startService({ SANDRUN_MAX_LIMITS: 'wallMs=2000' })
  const target = targetOf(service, ['bash'])
  // Longer than one neighbour may live.
  const attack = async (): Promise<Observations> => {
    for (let run = 0; run < 3; run += 1) await target.run({ language: 'bash', code: 'sleep 1' })
    return { attack: 'done' }
  }
  const outcomes = await besideNeighbour(target, attack)
  expect(outcomes).toMatchObject({ attack: 'done', [NEIGHBOUR.name]: expect.stringMatching(/^answers: \d/) })
})
