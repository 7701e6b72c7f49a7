import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { account, type Injected } from './accounts.ts'
import { type Fault, FAULTS } from './faults.ts'
import { Installation } from './installation.ts'
import { findLeftovers, strayContainers, unusedVolumesGone } from './leftovers.ts'
import { Load } from './load.ts'
import { Random } from './random.ts'
import { Supervisor } from './supervisor.ts'
import { isReady, type Target } from './target.ts'

/** `npm run test:faults`: README.md in this folder. */

const CLIENTS = 6

/** The service must be back by then. */
const BACK_MS = 60_000

/** The last jobs take no longer. */
const DRAIN_MS = 120_000

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    faults: { type: 'string', default: '30' },
    minutes: { type: 'string', default: '25' },
    only: { type: 'string', default: '' },
  },
})
const seed = Number(values.seed)
const random = new Random(seed)
const kinds = FAULTS.filter(({ name }) => name.includes(values.only))
const quick = kinds.filter(({ once }) => once === undefined)
// Drawn before anything that depends on the machine. Each kind once in order, then at random.
const plan = Array.from({ length: Number(values.faults) }, (_value, index) => ({
  fault: kinds[index] ?? random.of(quick.length > 0 ? quick : kinds),
  afterMs: random.between(200, 3000),
}))

// ^C ends the test early; everything is still removed.
const stopped = AbortSignal.any([AbortSignal.timeout(Number(values.minutes) * 60_000), interrupted()])
const print = (line: string): void => void process.stdout.write(`${line}\n`)
print(`${plan.length} faults under load, seed ${seed}`)
const installation = await Installation.create()
const instance = `faults-${randomBytes(6).toString('hex')}`
const supervisor = new Supervisor({
  DOCKER_HOST: installation.engine.host,
  SANDRUN_STATE_DIR: installation.disks.state.folder,
  SANDRUN_INSTANCE: instance,
  SANDRUN_MAX_SANDBOXES: '4',
  SANDRUN_COMPILE_CACHE_MB: '0',
  TMPDIR: installation.temporary,
  ...installation.clock.environment,
})
const { engine, disks, clock } = installation
const target: Target = { engine, disks, clock, supervisor, random, processes: new Map(), silences: [] }
try {
  process.exitCode = await testFaults()
} finally {
  await supervisor.stop()
  const left = await installation.remove()
  if (left.engine.length > 0) print(`processes that Docker left, without a program: ${left.engine.join(', ')}`)
  if (left.sandboxes.length > 0) {
    print(`orphaned processes of sandboxes: ${left.sandboxes.join(', ')}`)
    process.exitCode = 1
  }
}

async function testFaults(): Promise<number> {
  await supervisor.start()
  const load = new Load(supervisor, random, CLIENTS)
  const injected: (Injected & { what: string })[] = []
  const away: string[] = []
  const stray: string[] = []
  for (const { fault, afterMs } of plan) {
    await setTimeout(afterMs)
    if (stopped.aborted) break
    injected.push(await inject(fault))
    const place = `${injected.length}/${plan.length} ${fault.name}`
    const since = performance.now()
    const back = await isReady(supervisor, BACK_MS)
    const backMs = Math.round(performance.now() - since)
    if (!back) away.push(`not back after ${place}`)
    const left = back ? await strayContainers(target) : []
    stray.push(...left.map((line) => `${line} after ${place}`))
    const told = `${load.jobs.length} runs, ${load.refusals.length} refusals, ${left.length} orphaned`
    print(`  ${place}: ${injected.at(-1)?.what}; ${back ? `ready after ${backMs} ms` : 'not back'}; ${told}`)
  }
  const late: string[] = []
  await load.drain(AbortSignal.timeout(DRAIN_MS)).catch((error: unknown) => late.push(String(error)))
  // After a kill, dockerd may count containers that are gone as users of a volume, until it starts again.
  await installation.engine.restart()
  if (!(await isReady(supervisor, BACK_MS))) away.push('not back after the last start of Docker')
  await unusedVolumesGone(target)
  await supervisor.stop()
  const { lost, doubled, wrong, untrue } = account(load, injected, startsOf())
  untrue.push(...target.silences)
  const orphaned = [...stray, ...(await findLeftovers(target, installation.temporary))]
  for (const line of [
    ...late,
    ...away,
    ...lost.map((id) => `lost ${id}`),
    ...doubled,
    ...wrong,
    ...untrue,
    ...orphaned,
  ])
    print(`  ${line}`)
  const counts = { lost, doubled, orphaned, 'wrong verdicts': wrong, 'not back': away, 'wrong answers': untrue, late }
  const words = Object.entries(counts).map(([name, lines]) => `${name} ${lines.length}`)
  print(`runs ${load.jobs.length}, faults ${injected.length}, ${words.join(', ')}`)
  return Object.values(counts).every((lines) => lines.length === 0) ? 0 : 1
}

async function inject(fault: Fault): Promise<Injected & { what: string }> {
  const from = performance.now()
  const what = await fault.inject(target)
  return { ...fault, what, from, until: performance.now() }
}

/** How often the service began each job, according to its own database. */
function startsOf(): Map<string, number> {
  using database = new DatabaseSync(join(installation.disks.state.folder, `jobs-${instance}.db`), { readOnly: true })
  const rows = z
    .array(z.object({ id: z.string(), starts: z.int() }))
    .parse(database.prepare('SELECT id, starts FROM jobs').all())
  return new Map(rows.map(({ id, starts }) => [id, starts]))
}

function interrupted(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => controller.abort())
  return controller.signal
}
