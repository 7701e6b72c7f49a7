import type { CapacityFigures } from './figures.ts'
import { perCoreSecond, redisLimitsFrom } from './model.ts'
import { costAt, gatewaysFor, redisLimit } from './redis-cost.ts'

/** The clusters for which to show the limits. */
const SIZES = [1, 10, 20, 50, 100]

const ms = (value: number): string => (value < 1000 ? `${value.toFixed(0)} ms` : `${(value / 1000).toFixed(1)} s`)
const percent = (share: number): string => `${(100 * share).toFixed(0)} %`
const whole = (value: number): string => Math.round(value).toLocaleString('en')

/** The section of docs/performance.md about the size of a cluster. */
export function capacitySection(figures: CapacityFigures): string[] {
  const { machine, date, languages, redis, redisCommandsPerSecond, load, rows } = figures
  const { seed, users, thinkMs, coresPerWorker } = load
  const limit = redisLimitsFrom(figures, coresPerWorker)
  return [
    '## The size of a cluster',
    '',
    `\`npm run bench -- capacity --seed ${seed}\` measures what a run costs a core and Redis on this machine, and then simulates`,
    'larger clusters with these figures. With `--measured` it simulates with the figures below, and measures nothing. The',
    'same seed gives the same answer. We never started clusters of these sizes.',
    '',
    `Each user starts a program, waits for its end and thinks for ${thinkMs / 1000} s on average. The programs are small ones in`,
    `the languages below, in equal parts. Each worker has ${coresPerWorker} cores of the speed of this machine.`,
    '',
    ...users.flatMap((count) => [...loadTable(rows.filter((row) => row.users === count)), '']),
    'A run waits until a core is free. In a real worker the runs would share its cores instead, and get slower together.',
    '',
    '### The next limit',
    '',
    `One core carries out ${perCoreSecond(figures).toFixed(1)} of these runs per second. Redis carries out commands in one thread.`,
    limitSentence(limit),
    '',
    ...limitTable(figures),
    '',
    'A run wakes two of the workers that wait for work, however many there are ([ADR 54](adr/0054-wake-two-workers.md)). But',
    'each node tells Redis every second that it is alive, and each gateway lists all nodes. A worker asks only about the',
    'gateways of its runs.',
    '',
    `This Redis carries out ${whole(redisCommandsPerSecond)} simple commands per second (SET, 100 in each batch). The commands of a run cost`,
    'more, because they come one by one and in scripts. The busier Redis is, the more of them it reads at once, so its real',
    'limit is higher.',
    '',
    '### What was measured',
    '',
    '| language | runs per second and core |',
    '| --- | --- |',
    ...languages.map(({ id, perCoreSecond: rate }) => `| \`${id}\` | ${rate.toFixed(1)} |`),
    '',
    '| cluster | Redis commands for each run | its time for each run | commands in a second without a start | its time |',
    '| --- | --- | --- | --- | --- |',
    ...redis.map(
      ({ workers, gateways, runCommands, runMs, idleCommands, idleMs }) =>
        `| ${workers} worker${workers === 1 ? '' : 's'}, ${gateways} gateway | ${runCommands.toFixed(0)} | ${runMs.toFixed(2)} ms | ` +
        `${idleCommands.toFixed(0)} | ${idleMs.toFixed(1)} ms |`,
    ),
    '',
    'The runs are live runs of Bash with a line of input and a line of output. The commands include those in scripts. In a',
    'second without a start, four runs wait for input. The figures of other clusters continue these two.',
    '',
    `Measured on ${machine}, ${date}.`,
    '',
  ]
}

/** How long runs wait, by the number of workers. */
function loadTable(rows: CapacityFigures['rows']): string[] {
  return [
    `| ${whole(rows[0]?.users ?? 0)} users: workers | runs per second | wait, median | 95th percentile | cores busy | Redis busy |`,
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map(
      ({ workers, runsPerSecond, medianMs, p95Ms, coresBusy, redisBusy }) =>
        `| ${workers} | ${whole(runsPerSecond)} | ${ms(medianMs)} | ${ms(p95Ms)} | ${percent(coresBusy)} | ${percent(redisBusy)} |`,
    ),
  ]
}

/** The runs per second that the cores and Redis can carry, by the number of workers. */
function limitTable(figures: CapacityFigures): string[] {
  const { redis, load } = figures
  return [
    '| workers, gateways | Redis commands for each run | most runs per second by the cores | by Redis |',
    '| --- | --- | --- | --- |',
    ...SIZES.map((workers) => {
      const byCores = workers * load.coresPerWorker * perCoreSecond(figures)
      const { run } = costAt(workers, redis)
      return `| ${workers}, ${gatewaysFor(workers)} | ${run.commands.toFixed(0)} | ${whole(byCores)} | ${whole(redisLimit(workers, redis))} |`
    }),
  ]
}

function limitSentence(limit: number | null): string {
  return limit === null
    ? 'Up to a thousand workers the cores are the limit, not Redis.'
    : `From ${limit} workers on, Redis is the limit, not the cores.`
}
