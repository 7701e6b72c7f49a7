import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RunClient } from '@sandrun/shared/client'
import { connectToOneOf, post, type ProcessCluster, type ProcessNode, startCluster } from './support/process-cluster.ts'
import { sh } from './support/process-worker.ts'
import { watch, type WatchedRun } from './support/service.ts'

/** Set this to a hundred on a machine that has an hour. */
const ROUNDS = Number(process.env['SANDRUN_KILL_ROUNDS'] ?? 2)
const ROUND_MS = 120_000

/** Runs that clients follow, and runs that clients wait for. */
const LIVE = 4
const BATCH = 2

let cluster: ProcessCluster
let folder: string
let marks: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandrun-marks-'))
  marks = join(folder, 'marks')
  await writeFile(marks, '')
  // Programs run as other users than the test.
  await chmod(folder, 0o755)
  await chmod(marks, 0o666)
  cluster = await startCluster()
})
afterAll(async () => {
  await cluster[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

/** Reports once that it runs; then answers two words with 100 lines each. */
const program = (name: string) =>
  sh(`echo ${name} >> ${marks}
echo up
for turn in 1 2; do
  read word
  line=0
  while [ $line -lt 100 ]; do echo "$turn $line $word"; line=$((line + 1)); done
done`)
const expected = `up\n${['one', 'two'].map((word, turn) => Array.from({ length: 100 }, (_value, line) => `${turn + 1} ${line} ${word}\n`).join('')).join('')}`

interface FollowedRun {
  client: RunClient
  run: WatchedRun
}

/** Whether it ended correctly: complete, or lost with its worker. */
async function endedCorrectly({ client, run }: FollowedRun, mayBeLost: boolean): Promise<boolean> {
  const { verdict } = await run.result
  client.close()
  if (verdict === 'worker-lost') return mayBeLost && expected.startsWith(run.bytes('stdout').toString())
  return verdict === 'ok' && run.bytes('stdout').toString() === expected
}

it('loses and doubles nothing while its nodes are killed', { timeout: (ROUNDS + 1) * ROUND_MS }, async () => {
  const nodes: Record<'gateway' | 'worker', ProcessNode[]> = {
    worker: await Promise.all([cluster.add('worker'), cluster.add('worker'), cluster.add('worker')]),
    gateway: await Promise.all([cluster.add('gateway'), cluster.add('gateway')]),
  }
  const counts = { runs: 0, kills: 0, lostWithWorker: 0, failed: 0, doubled: 0 }
  for (let round = 0; round < ROUNDS; round++) {
    const role = round % 2 === 0 ? 'worker' : 'gateway'
    const [victim] = nodes[role]
    const [first, second] = nodes.gateway
    if (victim === undefined || first === undefined || second === undefined) throw new Error('A node is missing.')
    const followed: FollowedRun[] = []
    for (let at = 0; at < LIVE; at++) {
      const client = await connectToOneOf(first, second)
      followed.push({ client, run: watch(client, program(`live-${round}-${at}`)) })
    }
    await Promise.all(followed.map(({ run }) => run.sees('up')))
    const batch = Array.from({ length: BATCH }, async (_value, at) =>
      (await post(second, '/v1/runs', sh(`echo batch-${round}-${at} >> ${marks}; sleep 1; echo done`))).json(),
    )
    for (const { run } of followed) run.send('one\n')
    await victim.kill()
    for (const { run } of followed) run.send('two\n')
    const well = await Promise.all(followed.map((one) => endedCorrectly(one, role === 'worker')))
    const ends = (await Promise.all(batch)) as { verdict?: string }[]
    counts.kills++
    counts.runs += LIVE + BATCH
    counts.failed += well.filter((is) => !is).length
    counts.failed += ends.filter(
      ({ verdict }) => verdict !== 'ok' && !(role === 'worker' && verdict === 'worker-lost'),
    ).length
    counts.lostWithWorker += ends.filter(({ verdict }) => verdict === 'worker-lost').length
    nodes[role] = [...nodes[role].slice(1), await cluster.add(role)]
  }
  const started = (await readFile(marks, 'utf8')).trim().split('\n')
  counts.doubled = started.length - new Set(started).size
  console.log(JSON.stringify(counts))
  expect(counts).toMatchObject({ failed: 0, doubled: 0 })
})
