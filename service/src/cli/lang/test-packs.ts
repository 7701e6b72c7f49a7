import { mkdtempDisposable } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { ContainerEngine } from '../../ports/sandbox-engine.ts'
import type { LanguagePack } from '../../languages/pack.ts'
import { runCase, runFromArtefacts } from '../../conformance/case-run.ts'
import { atTerminal, type PackCase, type PackTests } from '../../conformance/pack-test.ts'
import { startOwnService } from '../service/own-service.ts'
import type { ServiceAddress } from '../service/service-address.ts'
import { connect, fetchLanguages } from '../service/service-client.ts'
import type { PackReport } from './matrix.ts'

export interface TestablePack {
  pack: LanguagePack
  tests: PackTests
}

/** The most time to prepare a runtime, on a machine that is busy with other tests. */
const PREPARED_WITHIN_MS = 240_000
const POLL_MS = 25

/** For each concurrent run: its sandbox, the successor, and two that begin or end. */
const SANDBOXES_A_RUN = 4

/**
 * Runs every case of these packs in a separate sandbox, as many languages at a time as there are CPUs. All images must
 * exist. Calls `onReport` with each language when it is done.
 */
export async function testPacks(
  suites: readonly TestablePack[],
  { engine, directory }: { engine: ContainerEngine; directory: string },
  onReport: (report: PackReport, seconds: number) => void,
): Promise<PackReport[]> {
  const parallel = Math.min(availableParallelism(), suites.length)
  if (parallel === 0) return []
  const reports: PackReport[] = []
  const waiting = [...suites]
  await using state = await mkdtempDisposable(join(tmpdir(), 'sandrun-lang-test-'))
  await using service = await startOwnService(engine, {
    SANDRUN_LANGUAGES_DIR: directory,
    SANDRUN_MAX_SANDBOXES: String(parallel * SANDBOXES_A_RUN),
    SANDRUN_WARM: 'used',
    // Leaves no state behind, and compiles every program.
    SANDRUN_STATE_DIR: state.path,
    SANDRUN_COMPILE_CACHE_MB: '0',
  })
  const work = async (): Promise<void> => {
    for (let suite = waiting.shift(); suite !== undefined; suite = waiting.shift()) {
      const began = performance.now()
      const report = await testPack(suite, service.address)
      reports.push(report)
      onReport(report, (performance.now() - began) / 1000)
    }
  }
  await Promise.all(Array.from({ length: parallel }, work))
  return reports
}

/** Resolves with whether a runtime of this language is prepared in time. */
async function awaitPrepared(service: ServiceAddress, id: string): Promise<boolean> {
  const signal = AbortSignal.timeout(PREPARED_WITHIN_MS)
  while (!signal.aborted) {
    const info = (await fetchLanguages(service, signal)).find((language) => language.id === id)
    if (info !== undefined && info.prepared > 0) return true
    await setTimeout(POLL_MS)
  }
  return false
}

async function testPack({ pack, tests }: TestablePack, service: ServiceAddress): Promise<PackReport> {
  const problems = new Map<string, readonly string[]>()
  // A separate connection for each case: a broken one must not fail later cases.
  const run = async (packCase: PackCase, way: { prepared: boolean }): Promise<string[]> => {
    using client = await connect(service)
    return await runCase(client, pack, packCase, way)
  }
  const runPrepared = async (packCase: PackCase): Promise<string[]> => {
    if (!(await awaitPrepared(service, pack.manifest.id))) return ['no prepared runtime became ready']
    const found = await run(packCase, { prepared: true })
    return found.map((problem) => `in a prepared runtime: ${problem}`)
  }
  for (const packCase of tests.cases) {
    const found = await run(packCase, { prepared: false })
    const shown = atTerminal(packCase)
    if (shown !== null) {
      const differs = await run(shown, { prepared: false })
      found.push(...differs.map((problem) => `at a terminal: ${problem}`))
    }
    if (pack.manifest.prepare !== undefined) found.push(...(await runPrepared(packCase)))
    problems.set(packCase.name, found)
  }
  const hello = tests.cases.find(({ name }) => name === 'hello')
  if (hello !== undefined && pack.manifest.compile !== undefined) {
    using client = await connect(service)
    problems.set('artefacts', await runFromArtefacts(client, hello.request, hello.expect.stdout ?? ''))
  }
  return { id: pack.manifest.id, tests, problems }
}
