import { parseArgs } from 'node:util'
import { startBenchService } from './bench-service.ts'
import { readReport, thisMachine, type ThroughputFigures } from './report.ts'
import { keepReport } from './keep-report.ts'
import { quantile } from './statistics.ts'
import { throughputTable } from './throughput-table.ts'
import { APIS } from './throughput-apis.ts'
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

/** The APIs take turns, so that a slow minute of the machine slows all of them. */
const TURNS = 10

const kept = APIS.map((api) => ({
  api,
  known: languages.filter((id) => api.names[id] !== null),
  tookMs: [] as number[],
  seconds: 0,
  faults: 0,
}))
type Kept = (typeof kept)[number]

let number = 0
for (let turn = 1; turn <= TURNS; turn++) {
  for (const one of kept) {
    process.stderr.write(`turn ${turn} of ${TURNS}: ${one.api.name} …\n`)
    await send(one, Math.floor((programs * turn) / TURNS) - one.tookMs.length)
  }
}
const figures = kept.map(toFigures)
process.stdout.write(throughputTable(figures))
keepReport({ ...readReport(), throughput: { ...thisMachine(), programs, atOnce, figures } })
process.exitCode = figures.every(({ faults }) => faults === 0) ? 0 : 1

/** Sends that many programs through an API, and adds up what it measured. */
async function send(one: Kept, count: number): Promise<void> {
  let left = count
  const begin = performance.now()
  const work = async (): Promise<void> => {
    while (left > 0) {
      left--
      const id = one.known[number++ % one.known.length] ?? 'python'
      await measure(one, id, number)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  one.seconds += (performance.now() - begin) / 1000
}

async function measure(one: Kept, id: string, mine: number): Promise<void> {
  const { api } = one
  const since = performance.now()
  const said = await api
    .run(service, api.names[id] ?? id, NUMBERED[id]?.(mine) ?? '')
    .catch((error: unknown) => String(error))
  one.tookMs.push(performance.now() - since)
  if (said.trim() === String(mine)) return
  one.faults++
  process.stderr.write(`✗ ${api.name}, ${id}: ${said}\n`)
}

function toFigures({ api, known, tookMs, seconds, faults }: Kept): ThroughputFigures {
  return {
    name: api.name,
    languages: known.length,
    perSecond: tookMs.length / seconds,
    median: quantile(tookMs, 0.5),
    p95: quantile(tookMs, 0.95),
    faults,
  }
}
