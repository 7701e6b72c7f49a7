import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { DockerEngine } from '../../src/drivers/docker/docker-engine.ts'
import { account, type StruckFault } from './accounts.ts'
import { engineFault, type Fault, FAULTS, type Scene } from './faults.ts'
import { Load } from './load.ts'
import { Random } from './random.ts'
import { findRemains } from './remains.ts'
import { Supervisor } from './supervisor.ts'

/** `npm run test:faults`: README.md in this folder. */

const CLIENTS = 6

/** The service must be back by then. */
const BACK_MS = 60_000

/** The last jobs take no longer. */
const DRAIN_MS = 120_000

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    faults: { type: 'string', default: '20' },
    'kill-engine': { type: 'string' },
  },
})
const seed = Number(values.seed)
const count = Number(values.faults)
const kinds = values['kill-engine'] === undefined ? FAULTS : [...FAULTS, engineFault(Number(values['kill-engine']))]

const random = new Random(seed)
// Drawn before anything that depends on the machine. Each kind once in order, then at random.
const plan = Array.from({ length: count }, (_value, index) => ({
  fault: kinds[index] ?? random.of(kinds),
  afterMs: random.between(200, 3000),
}))

const folder = await mkdtemp(join(tmpdir(), 'sandrun-faults-'))
const temporary = join(folder, 'tmp')
await mkdir(temporary)
const instance = `faults-${randomBytes(6).toString('hex')}`
const supervisor = new Supervisor({
  SANDRUN_STATE_DIR: folder,
  SANDRUN_INSTANCE: instance,
  SANDRUN_MAX_SANDBOXES: '4',
  SANDRUN_COMPILE_CACHE_MB: '0',
  TMPDIR: temporary,
})
const remains: Scene['remains'] = { processes: new Map(), volumes: new Set() }
const scene: Scene = { supervisor, engine: new DockerEngine(), instance, random, remains }
process.stdout.write(`${count} faults under load, seed ${seed}\n`)
try {
  process.exitCode = await strikeAll()
} finally {
  await supervisor.stop()
  await rm(folder, { recursive: true })
}

async function strikeAll(): Promise<number> {
  await supervisor.start()
  const load = new Load(supervisor, random, CLIENTS)
  const struck: StruckFault[] = []
  const away: string[] = []
  for (const { fault, afterMs } of plan) {
    await setTimeout(afterMs)
    struck.push(await strike(fault, struck.length + 1))
    if (!(await isBack())) away.push(`after fault ${struck.length}, ${fault.name}`)
  }
  const late: string[] = []
  await load.drain(AbortSignal.timeout(DRAIN_MS)).catch((error: unknown) => late.push(String(error)))
  await supervisor.stop()
  const { lost, doubled, wrong } = account(load.jobs, struck, startsOf())
  const orphaned = await findRemains(scene, temporary)
  for (const line of [...late, ...away, ...lost.map((id) => `lost ${id}`), ...doubled, ...wrong, ...orphaned])
    process.stdout.write(`  ${line}\n`)
  const counts = { lost, doubled, orphaned, 'wrong verdicts': wrong, 'not back': away, late }
  const words = Object.entries(counts).map(([name, lines]) => `${name} ${lines.length}`)
  process.stdout.write(`runs ${load.jobs.length}, faults ${struck.length}, ${words.join(', ')}\n`)
  return Object.values(counts).every((lines) => lines.length === 0) ? 0 : 1
}

async function strike(fault: Fault, number: number): Promise<StruckFault> {
  const from = performance.now()
  const what = await fault.strike(scene)
  const until = performance.now()
  process.stdout.write(`  ${number}/${count} ${fault.name}: ${what}\n`)
  return { name: fault.name, harm: fault.harm, from, until }
}

/** Whether the service says within a minute that it is ready. */
async function isBack(): Promise<boolean> {
  const until = performance.now() + BACK_MS
  while (performance.now() < until) {
    const { url } = supervisor
    const asked = url === null ? null : fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(5000) })
    if ((await asked?.catch(() => null))?.ok === true) return true
    await setTimeout(100)
  }
  return false
}

/** How often the service began each job, according to its own database. */
function startsOf(): Map<string, number> {
  using database = new DatabaseSync(join(folder, `jobs-${instance}.db`), { readOnly: true })
  const rows = z
    .array(z.object({ id: z.string(), starts: z.int() }))
    .parse(database.prepare('SELECT id, starts FROM jobs').all())
  return new Map(rows.map(({ id, starts }) => [id, starts]))
}
