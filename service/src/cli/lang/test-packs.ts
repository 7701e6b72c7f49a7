import { mkdtempDisposable } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ContainerEngine } from '../../ports/sandbox-engine.ts'
import type { LanguagePack } from '../../languages/pack.ts'
import { runCase, runFromArtefacts } from '../../conformance/case-run.ts'
import type { PackTests } from '../../conformance/pack-test.ts'
import { startOwnService } from '../service/own-service.ts'
import type { ServiceAddress } from '../service/service-address.ts'
import { connect } from '../service/service-client.ts'
import type { PackReport } from './matrix.ts'

export interface TestablePack {
  pack: LanguagePack
  tests: PackTests
}

/** For each run at a time: the one it has, its successor, and two that begin or end. */
const SANDBOXES_A_RUN = 4

/**
 * Runs every case of these packs in a sandbox of its own, as many languages at a time as there are CPUs. The image of
 * each must be there. `onReport` hears of each language as it is done.
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
    // Nothing of a test stays behind, and every program is compiled.
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

async function testPack({ pack, tests }: TestablePack, service: ServiceAddress): Promise<PackReport> {
  const problems = new Map<string, readonly string[]>()
  for (const packCase of tests.cases) {
    // A connection each: one that broke must not take the cases after it along.
    using client = await connect(service)
    problems.set(packCase.name, await runCase(client, pack, packCase))
  }
  const hello = tests.cases.find(({ name }) => name === 'hello')
  if (hello !== undefined && pack.manifest.compile !== undefined) {
    using client = await connect(service)
    problems.set('artefacts', await runFromArtefacts(client, hello.request, hello.expect.stdout ?? ''))
  }
  return { id: pack.manifest.id, tests, problems }
}
