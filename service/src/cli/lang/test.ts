import { toSandrunError } from '@sandrun/shared'
import { type Catalog, loadCatalog } from '../../languages/catalog.ts'
import type { LanguagePack } from '../../languages/pack.ts'
import { readPackTests } from '../../conformance/pack-test.ts'
import { readMinutes } from '../command/minutes.ts'
import { requireWritable, writeOutput } from '../command/output-file.ts'
import { buildPacks } from '../service/build-packs.ts'
import { type Choice, choosePacks, reportNoPacks } from './choose-packs.ts'
import { type LangContext, langContext } from './context.ts'
import { formatMatrix, type PackReport } from './matrix.ts'
import { type TestablePack, testPacks } from './test-packs.ts'

/** With a time budget: languages to build and test before the next look at the clock. */
const BATCH = 6

interface TestOptions extends Choice {
  minutes?: string
  report?: string
}

interface Outcome {
  reports: PackReport[]
  /** Languages that were not tested, with the reasons. */
  untested: Map<string, string>
  /** Languages whose image could not be built or whose tests can't be read, with the reasons. */
  broken: Map<string, string>
}

/** `sandrun lang test`: builds stale images, runs every case of the packs, and shows what each language proves. */
export async function test(ids: readonly string[], options: TestOptions): Promise<number> {
  const context = langContext()
  const minutes = readMinutes(options.minutes, Infinity)
  if (options.report !== undefined) await requireWritable(options.report, '--report')
  const catalog = await loadCatalog(context.directory)
  const { all = false, offline = false, changed = false, starter = false } = options
  const must = await choosePacks(catalog, ids, { starter })
  const more = [
    ...(await choosePacks(catalog, [], { changed })),
    ...(await choosePacks(catalog, [], { offline: all || offline })),
  ]
  const rest = [...new Set(more)].filter((pack) => !must.includes(pack))
  if (must.length + rest.length === 0) {
    return reportNoPacks()
  }
  const outcome = await testAll(catalog, { must, rest, minutes }, context)
  const passedOver = all || offline ? catalog.packs.filter((pack) => isOnline(pack) && !must.includes(pack)) : []
  for (const { manifest } of passedOver) {
    outcome.untested.set(manifest.id, 'it needs a source other than Debian, npm and NuGet; test it by its name')
  }
  show(outcome)
  const counts = count(outcome)
  if (options.report !== undefined) await writeOutput(options.report, `${JSON.stringify(counts)}\n`)
  return counts.failed === 0 ? 0 : 1
}

/** Tests the required packs first, however long that takes; then the rest in order, while there is time. */
async function testAll(
  catalog: Catalog,
  { must, rest, minutes }: { must: readonly LanguagePack[]; rest: readonly LanguagePack[]; minutes: number },
  context: LangContext,
): Promise<Outcome> {
  const deadline = performance.now() + minutes * 60_000
  const outcome: Outcome = { reports: [], untested: new Map(), broken: new Map() }
  const batches = minutes === Infinity ? [[...must, ...rest]] : [must, ...inBatches(rest)]
  for (const batch of batches) {
    if (performance.now() < deadline || batch === must) await testBatch(catalog, batch, context, outcome)
    else for (const { manifest } of batch) outcome.untested.set(manifest.id, `the ${minutes} minutes are used up`)
  }
  return outcome
}

async function testBatch(
  catalog: Catalog,
  packs: readonly LanguagePack[],
  context: LangContext,
  { reports, broken }: Outcome,
): Promise<void> {
  const { failed, skipped } = await buildPacks(catalog, packs, context.engine)
  const reasons = new Map([
    ...failed.map(({ image, error }) => [image, error.message] as const),
    ...skipped.map(({ image, because }) => [image, `${because} failed to build`] as const),
  ])
  const agent = reasons.get('sandrun/agent')
  for (const { manifest, image } of packs) {
    const reason = agent ?? reasons.get(image)
    if (reason !== undefined) broken.set(manifest.id, `no image: ${reason}`)
  }
  const suites: TestablePack[] = []
  for (const pack of packs.filter(({ manifest }) => !broken.has(manifest.id))) {
    try {
      const tests = await readPackTests(pack)
      if (tests.cases.length > 0) suites.push({ pack, tests })
      else broken.set(pack.manifest.id, 'it has no tests')
    } catch (error) {
      broken.set(pack.manifest.id, toSandrunError(error).message)
    }
  }
  reports.push(...(await testPacks(suites, context, showProgress)))
}

function showProgress({ id, problems }: PackReport, seconds: number): void {
  const failed = [...problems].filter(([, found]) => found.length > 0)
  const cases = `${problems.size - failed.length} of ${problems.size} cases`
  process.stderr.write(`  ${failed.length === 0 ? '✓' : '✗'} ${id}: ${cases} in ${seconds.toFixed(1)} s\n`)
  for (const [name, found] of failed) process.stderr.write(`      ${name}: ${found.join('; ')}\n`)
}

function show({ reports, untested, broken }: Outcome): void {
  const sorted = reports.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  process.stdout.write(`\n${formatMatrix(sorted)}\n`)
  for (const [id, reason] of broken) process.stdout.write(`✗ ${id}: ${reason}\n`)
  for (const [id, reason] of untested) process.stdout.write(`– ${id} not tested: ${reason}\n`)
  const { passed, failed } = count({ reports, untested, broken })
  process.stdout.write(`${sorted.length} languages tested, ${untested.size} not: ${passed} passed, ${failed} failed\n`)
}

function count({ reports, untested, broken }: Outcome): { passed: number; failed: number; skipped: number } {
  const results = reports.flatMap(({ problems }) => [...problems.values()])
  const passed = results.filter((found) => found.length === 0).length
  return { passed, failed: results.length - passed + broken.size, skipped: untested.size }
}

function isOnline({ manifest }: LanguagePack): boolean {
  return manifest.build === 'online'
}

function inBatches(packs: readonly LanguagePack[]): LanguagePack[][] {
  const batches = Math.ceil(packs.length / BATCH)
  return Array.from({ length: batches }, (_value, index) => packs.slice(index * BATCH, (index + 1) * BATCH))
}
