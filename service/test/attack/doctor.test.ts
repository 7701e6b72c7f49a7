import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
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

it('contains on this machine all that the catalogue tries, and says so in a report', { timeout: 600_000 }, async () => {
  const page = join(folder, 'attacks.html')
  const { code, stdout } = await sandrun(['doctor', '--attack', '--json', '--report', page])
  const report: unknown = JSON.parse(stdout)
  const most = CATALOGUE.flatMap(({ attacks }) => attacks).length
  // Besides, that nothing is left.
  expect(report).toMatchObject({
    counts: { contained: most + 1, open: 0, unknown: 0 },
    facts: { cgroup: expect.stringMatching(/^v[12]$/) },
  })
  expect(code).toBe(0)
  expect(await readFile(page, 'utf8')).toContain(`${most + 1} contained, 0 not contained`)
})

it('finds what is not contained, and what can not be told', async () => {
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
  const untold = await runProbes({ ...target, languages: new Set() }, [FILESYSTEM])
  expect(new Set(untold.map(({ state }) => state))).toEqual(new Set(['unknown']))
})
