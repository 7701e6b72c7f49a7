import assert from 'node:assert/strict'
import { RunListSchema } from '@sandrun/shared'
import { watch, type WatchedRun } from '../../src/conformance/watched-run.ts'
import { until } from './command.ts'
import { ComposeCluster, WORKERS } from './compose-cluster.ts'
import { buildImages } from './images.ts'

/** `npm run test:compose`: README.md in this folder. */

/** Runs at once at each worker. */
const PLACES = 3
const RUNS = PLACES * WORKERS.length

/** Answers lines until it is told to stop. */
const PROGRAM = 'echo up; while read line && [ "$line" != stop ]; do echo "got $line"; done; echo end'

let words = 0
const print = (line: string): void => void process.stdout.write(`${line}\n`)

print('building the images')
const images = await buildImages()
print('bringing the cluster up')
const cluster = await ComposeCluster.start(images, PLACES)
try {
  await test()
} finally {
  print('taking it down')
  await cluster[Symbol.asyncDispose]()
}
await until('no sandbox is left', async () => (await cluster.sandboxes()) === 0)
assert.deepEqual(await cluster.leftovers(), [])
print('ok: nothing is left')

async function test(): Promise<void> {
  const token = await cluster.createToken(RUNS)
  using clients = new DisposableStack()
  const start = async (): Promise<WatchedRun> => {
    const client = clients.use(await cluster.connect(token))
    const run = watch(client, { language: 'bash', code: PROGRAM })
    await run.sees('up')
    return run
  }
  const runs = await Promise.all(Array.from({ length: RUNS }, start))
  const busy = new RegExp(` worker .* ${PLACES}/${PLACES} +ready `)
  await until('every worker has its share of the runs', async () => (await cluster.nodesLike(busy)) === 3)
  print(`ok: ${RUNS} programs run on three workers`)

  const listed = await fetch(new URL('/v1/runs', cluster.url), { headers: { authorization: `Bearer ${token}` } })
  assert.equal(RunListSchema.parse(await listed.json()).runs.length, RUNS)
  await answer(runs)
  print('ok: each of them answers through Caddy')

  const container = await cluster.containerOf('worker-1')
  await cluster.kill('worker-1')
  await until('the others know that it is gone', async () => (await cluster.nodesLike(/ worker /)) === 2)
  await until('its sandboxes have ended', async () => (await cluster.sandboxes(container)) === 0)
  const states = await Promise.all(runs.map(stateOf))
  const kept = runs.filter((_run, at) => states[at] === 'runs')
  assert.equal(states.filter((state) => state === 'worker-lost').length, PLACES)
  assert.equal(kept.length, RUNS - PLACES)
  print(`ok: worker-1 was killed; its ${PLACES} runs are lost, the others run on`)

  await cluster.up()
  await until('it is back', async () => (await cluster.nodesLike(/ worker .* ready /)) === 3)
  await answer(kept)
  print('ok: it is back, and has removed no sandbox of the others')

  // Caddy sends all clients of one address to one of them.
  for (const gateway of ['gateway-1', 'gateway-2']) {
    await cluster.kill(gateway)
    await answer(kept)
    await cluster.up()
    await until('it is back', async () => (await cluster.nodesLike(/ gateway .* ready$/)) === 2)
  }
  print('ok: each gateway was killed; the clients went on through the other')

  const drained = cluster.compose('stop', '--timeout', '60', 'worker-2')
  await until('worker-2 drains', async () => (await cluster.nodesLike(/ worker .* draining /)) === 1)
  const all = [...kept, await start()]
  await answer(all)
  for (const run of all) run.send('stop\n')
  const verdicts = await Promise.all(all.map(async ({ result }) => (await result).verdict))
  assert.deepEqual(new Set(verdicts), new Set(['ok']))
  await drained
  print('ok: worker-2 drained: its runs have ended as they wished, and another worker took a new one')
}

/** Has each program answer another line. */
async function answer(runs: readonly WatchedRun[]): Promise<void> {
  const word = `word ${(words += 1)}`
  for (const [at, run] of runs.entries()) run.send(`${word} of ${at}\n`)
  await Promise.all(runs.map((run, at) => run.sees(`got ${word} of ${at}`)))
}

/** Whether a run goes on, or how it ended. */
async function stateOf(run: WatchedRun): Promise<string> {
  run.send('alive\n')
  const ended = run.result.then(({ verdict }) => verdict)
  const alive = run.sees('got alive').then(
    () => 'runs',
    () => ended,
  )
  return Promise.race([ended, alive])
}
