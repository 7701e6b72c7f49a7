import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { median } from '../../src/attack/run/neighbour-times.ts'
import { account, type Injected } from './accounts.ts'
import { type Fault, FAULTS } from './faults.ts'
import type { Contained, LeftProcesses } from './engine-cgroup.ts'
import { Installation } from './installation.ts'
import { findLeftovers, strayThings, unusedVolumesGone } from './leftovers.ts'
import { LiveLoad } from './live-load.ts'
import { Load } from './load.ts'
import { Random } from './random.ts'
import { Starts } from './starts.ts'
import { Supervisor } from './supervisor.ts'
import { isReady, type Target } from './target.ts'

/** `npm run test:faults`: README.md in this folder. */

/** Some of them always wait for a sandbox. */
const CLIENTS = 14
const LIVE_CLIENTS = 4
const SANDBOXES = 12

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
const stopped = interrupted()
const until = performance.now() + Number(values.minutes) * 60_000
const print = (line: string): void => void process.stdout.write(`${line}\n`)
print(`${plan.length} faults under load, seed ${seed}`)
const installation = await Installation.create()
const instance = `faults-${randomBytes(6).toString('hex')}`
const supervisor = new Supervisor({
  DOCKER_HOST: installation.engine.host,
  SANDRUN_STATE_DIR: installation.disks.state.folder,
  SANDRUN_INSTANCE: instance,
  SANDRUN_MAX_SANDBOXES: `${SANDBOXES}`,
  SANDRUN_CAPS: `running=${SANDBOXES}`,
  SANDRUN_COMPILE_CACHE_MB: '0',
  TMPDIR: installation.temporary,
  ...installation.clock.environment,
})
const { engine, disks, clock } = installation
const contained = (): Promise<Contained[]> => installation.contained()
const target: Target = { engine, disks, clock, supervisor, random, processes: new Map(), contained, silences: [] }
let outcome: Outcome
let left: LeftProcesses
try {
  outcome = await testFaults()
} finally {
  await supervisor.stop()
  left = await installation.remove()
}
process.exitCode = tell(outcome, left)

/** All that is wrong, one line each, by the name of its count; and what belongs to the counts. */
interface Outcome {
  wrong: Record<'lost' | 'doubled' | 'orphaned' | 'wrong verdicts' | 'not back' | 'wrong answers' | 'late', string[]>
  runs: number
  faults: number
  /** How many programs were active when a fault came, in the median. */
  active: number
  excused: readonly string[]
  /** How many programs the kernel showed, and how many runs succeeded without one. */
  seen: number
  unseen: number
}

async function testFaults(): Promise<Outcome> {
  await supervisor.start()
  const starts = new Starts(contained)
  const load = new Load(supervisor, random, CLIENTS)
  const live = new LiveLoad(supervisor, LIVE_CLIENTS)
  const injected: (Injected & { what: string })[] = []
  const active: number[] = []
  const away: string[] = []
  const stray: string[] = []
  const late: string[] = []
  for (const { fault, afterMs } of plan) {
    await setTimeout(afterMs)
    if (stopped.aborted || performance.now() > until) break
    active.push(starts.active)
    injected.push(await inject(fault))
    const place = `${injected.length}/${plan.length} ${fault.name}`
    const since = performance.now()
    const back = await isReady(supervisor, BACK_MS)
    const backMs = Math.round(performance.now() - since)
    if (!back) away.push(`not back after ${place}`)
    const found = back ? await strayThings(target) : []
    stray.push(...found.map((line) => `${line} after ${place}`))
    const [runs, refusals] = [load.jobs.length + live.jobs.length, load.refusals.length + live.refusals.length]
    const told = `active programs ${active.at(-1)}, ${runs} runs, ${refusals} refusals, ${found.length} orphaned`
    print(`  ${place}: ${injected.at(-1)?.what}; ${back ? `ready after ${backMs} ms` : 'not back'}; ${told}`)
  }
  const missing = plan.length - injected.length
  if (missing > 0) late.push(`${missing} faults were not injected in ${values.minutes} minutes: use a longer --minutes`)
  const drained = Promise.all([load.drain(), live.drain()]).then(() => true)
  if (!(await Promise.race([drained, setTimeout(DRAIN_MS, false, { ref: false })]))) late.push('runs have not ended')
  await starts.stop()
  // After a kill, dockerd may count containers that are gone as users of a volume, until it starts again.
  await installation.engine.restart()
  if (!(await isReady(supervisor, BACK_MS))) away.push('not back after the last start of Docker')
  await unusedVolumesGone(target)
  await supervisor.stop()
  const jobs = [...load.jobs, ...live.jobs]
  const refusals = [...load.refusals, ...live.refusals]
  const evidence = { begun: begun(), seen: starts.seen }
  const { lost, doubled, wrong, untrue, excused, unseen } = account({ jobs, refusals }, injected, evidence)
  return {
    wrong: {
      lost: lost.map((id) => `lost ${id}`),
      doubled,
      orphaned: [...stray, ...(await findLeftovers(target, installation.temporary))],
      'wrong verdicts': wrong,
      'not back': away,
      'wrong answers': [...untrue, ...target.silences],
      late,
    },
    runs: jobs.length,
    faults: injected.length,
    active: median(active),
    excused,
    seen: starts.seen.size,
    unseen: unseen.length,
  }
}

/** Prints the counts, and everything that is wrong. Returns the exit code. */
function tell({ wrong, excused, ...counted }: Outcome, { engine: shims, sandboxes }: LeftProcesses): number {
  const { runs, faults, active, seen, unseen } = counted
  const names = Array.from(new Set(shims), (name) => `${shims.filter((other) => other === name).length} ${name}`)
  if (names.length > 0) print(`processes that Docker left, without a program: ${names.join(', ')}`)
  wrong.orphaned.push(...sandboxes.map((line) => `process ${line} in the end`))
  for (const line of Object.values(wrong).flat()) print(`  ${line}`)
  const words = Object.entries(wrong).map(([name, lines]) => `${name} ${lines.length}`)
  // A run has a start for each of its cases.
  const starts = `starts seen ${seen}, runs unseen ${unseen}`
  const load = `runs ${runs}, ${starts}, active at a fault ${active}`
  print(`${load}, faults ${faults}, excused ${excused.length}, ${words.join(', ')}`)
  return Object.values(wrong).every((lines) => lines.length === 0) ? 0 : 1
}

async function inject(fault: Fault): Promise<Injected & { what: string }> {
  const from = performance.now()
  const what = await fault.inject(target)
  return { ...fault, what, from, until: performance.now() }
}

/** How often the service began each job, according to its own database. */
function begun(): Map<string, number> {
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
