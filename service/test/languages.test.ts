import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunResult } from '@sandrun/shared'
import { readConfig } from '../src/config.ts'
import { loadCatalog } from '../src/languages/catalog.ts'
import { checkCase, type PackCase, readPackCases } from '../src/languages/pack-test.ts'
import { connect, startService, type TestService, watch } from './support/service.ts'

const { packs } = await loadCatalog(readConfig(process.env).languagesDir)
const starters = packs.filter(({ manifest }) => manifest.starter === true)
const suites = await Promise.all(starters.map(async (pack) => ({ pack, cases: await readPackCases(pack) })))

let service: TestService

beforeAll(async () => {
  service = await startService()
})
afterAll(() => service[Symbol.asyncDispose]())

describe.each(suites)('$pack.manifest.id', ({ pack, cases }) => {
  it.each(cases)('$name: $title', async (packCase) => {
    const result = await runCase(packCase)
    // The whole result beside it, since that says why.
    expect({ problems: checkCase(packCase, pack, result), result }).toMatchObject({ problems: [] })
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
