import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import type { Target } from '../../src/attack/attack.ts'
import { CATALOGUE } from '../../src/attack/catalogue/all.ts'
import { FILESYSTEM } from '../../src/attack/catalogue/filesystem.ts'
import { runProbes } from '../../src/attack/run/run-probes.ts'
import { sandrun } from '../support/cli.ts'
import { connect, post } from '../support/service.ts'
import { host } from './support/relax.ts'
import { startTarget } from './support/target.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandrun-attack-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Attacks that a busy machine can't finish within the ten minutes. */
const NO_TIME = 'inconclusive: needs more time'

const ReportSchema = z.object({
  counts: z.object({ open: z.int() }),
  facts: z.object({ cgroup: z.enum(['v1', 'v2']) }),
  findings: z.array(z.object({ tries: z.string(), state: z.string(), happened: z.string() })),
})

it('contains all attacks of the catalogue on this machine, and reports that', { timeout: 900_000 }, async () => {
  const page = join(folder, 'attacks.html')
  const { code, stdout } = await sandrun(['doctor', '--attack', '--json', '--report', page])
  const { findings, counts } = ReportSchema.parse(JSON.parse(stdout))
  expect(findings.filter(({ state, happened }) => state !== 'contained' && happened !== NO_TIME)).toEqual([])
  // This also checks that nothing is left.
  expect(findings).toHaveLength(CATALOGUE.flatMap(({ attacks }) => attacks).length + 1)
  expect({ code, counts }).toMatchObject({ code: 0, counts: { open: 0 } })
  expect(await readFile(page, 'utf8')).toContain(', 0 not contained')
})

it('finds attacks that are not contained, and inconclusive ones', async () => {
  await using weak = await startTarget(host({ ReadonlyRootfs: false }))
  const target: Target = {
    languages: new Set(['python']),
    url: weak.url,
    secret: '',
    signal: AbortSignal.timeout(60_000),
    connect: () => connect(weak),
    run: (request) => post(weak, request),
  }
  const findings = await runProbes(target, [FILESYSTEM])
  expect(findings.filter(({ state }) => state === 'open')).toContainEqual(
    expect.objectContaining({ tries: 'write to /var/tmp', happened: 'done', expected: 'EROFS' }),
  )
  const inconclusive = await runProbes({ ...target, languages: new Set() }, [FILESYSTEM])
  expect(new Set(inconclusive.map(({ state }) => state))).toEqual(new Set(['inconclusive']))
})
