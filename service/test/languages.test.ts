import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunResult } from '@sandrun/shared'
import { readConfig } from '../src/config.ts'
import { DockerEngine } from '../src/container/docker-engine.ts'
import { LABELS } from '../src/container/labels.ts'
import { loadCatalog } from '../src/languages/catalog.ts'
import type { LanguagePack } from '../src/languages/pack.ts'
import { checkCase, type PackCase, readPackCases } from '../src/languages/pack-test.ts'
import { connect, startService, type TestService, watch } from './support/service.ts'

const { packs } = await loadCatalog(readConfig(process.env).languagesDir)
const suites = await Promise.all(packs.map(async (pack) => ({ pack, cases: await readPackCases(pack) })))
const engine = new DockerEngine()
const images = await engine.listImages(LABELS.pack)
const isBuilt = ({ image }: LanguagePack): boolean => images.some(({ tags }) => tags.includes(`${image}:latest`))
/** What can't be had from Debian or npm is tested where it could be built, and named where it could not. */
const isTested = ({ pack }: (typeof suites)[number]): boolean => pack.manifest.build === 'offline' || isBuilt(pack)

let service: TestService

beforeAll(async () => {
  service = await startService()
})
afterAll(() => service[Symbol.asyncDispose]())

describe.each(suites.filter(isTested))('$pack.manifest.id', ({ pack, cases }) => {
  it.each(cases)('$name: $title', async (packCase) => {
    const result = await runCase(packCase)
    // The whole result beside it, since that says why.
    expect({ problems: checkCase(packCase, pack, result), result }).toMatchObject({ problems: [] })
  })
})

const untested = suites.filter((suite) => !isTested(suite))
describe.skipIf(untested.length > 0).each(untested)('$pack.manifest.id', ({ pack }) => {
  it(`is not built here: ${pack.manifest.name} needs a source beyond Debian and npm`, () => {
    expect(isBuilt(pack)).toBe(true)
  })
})

async function runCase({ request, interactive = [] }: PackCase): Promise<RunResult> {
  const client = await connect(service)
  try {
    const run = watch(client, request)
    for (const { expect: prompt, send } of interactive) {
      await run.sees(prompt)
      run.send(send)
    }
    if (request.stdin === undefined) run.active.endStdin()
    return await run.result
  } finally {
    client.close()
  }
}
