import { parseArgs } from 'node:util'
import { type BenchService, startBenchService } from './bench-service.ts'
import { readReport, thisMachine, type ThroughputFigures } from './report.ts'
import { keepReport } from './keep-report.ts'
import { quantile } from './statistics.ts'
import { throughputTable } from './throughput-table.ts'
import { type Door, DOORS } from './throughput-doors.ts'
import { NUMBERED } from './throughput-programs.ts'

const { values } = parseArgs({
  options: { programs: { type: 'string', default: '1000' }, 'at-once': { type: 'string', default: '8' } },
  allowPositionals: true,
})
const programs = Number(values.programs)
const atOnce = Number(values['at-once'])

// All runs belong to one principal, and none is compiled twice.
await using service = await startBenchService({
  SANDRUN_COMPILE_CACHE_MB: '0',
  SANDRUN_CAPS: `running=${atOnce}`,
  // Jobs are kept for a while, and Judge0's submissions are jobs.
  SANDRUN_MAX_QUEUED: String(programs),
})
const there = (await service.languages()).filter(({ available }) => available).map(({ id }) => id)
const languages = Object.keys(NUMBERED).filter((id) => there.includes(id))
const missing = Object.keys(NUMBERED).filter((id) => !there.includes(id))
if (missing.length > 0) process.stderr.write(`not built, and left out: ${missing.join(', ')}\n`)

const figures: ThroughputFigures[] = []
let number = 0
for (const door of DOORS) {
  process.stderr.write(`${programs} programs through ${door.name}, ${atOnce} at once …\n`)
  figures.push(await through(door, service))
}
process.stdout.write(throughputTable(figures))
keepReport({ ...readReport(), throughput: { ...thisMachine(), programs, atOnce, figures } })
process.exitCode = figures.every(({ faults }) => faults === 0) ? 0 : 1

async function through(door: Door, target: BenchService): Promise<ThroughputFigures> {
  const known = languages.filter((id) => door.names[id] !== null)
  const tookMs: number[] = []
  let faults = 0
  let left = programs
  const begin = performance.now()
  const work = async (): Promise<void> => {
    while (left > 0) {
      const id = known[left-- % known.length] ?? 'python'
      const mine = ++number
      const since = performance.now()
      const said = await door
        .run(target, door.names[id] ?? id, NUMBERED[id]?.(mine) ?? '')
        .catch((error: unknown) => String(error))
      tookMs.push(performance.now() - since)
      if (said.trim() === String(mine)) continue
      faults++
      process.stderr.write(`✗ ${door.name}, ${id}: ${said}\n`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  const seconds = (performance.now() - begin) / 1000
  return {
    name: door.name,
    languages: known.length,
    perSecond: programs / seconds,
    median: quantile(tookMs, 0.5),
    p95: quantile(tookMs, 0.95),
    faults,
  }
}
