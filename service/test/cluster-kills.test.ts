import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { ErrorBody, RunRecord } from '@sandrun/shared'
import type { RunClient } from '@sandrun/shared/client'
import { connectToOneOf, post, type ProcessCluster, type ProcessNode, startCluster } from './support/process-cluster.ts'
import { ANSWERS, createMarkingPrograms, type MarkingPrograms } from './support/marking-programs.ts'
import { watch, type WatchedRun } from './support/service.ts'

/** Set this to a hundred on a machine that has an hour. */
const ROUNDS = Number(process.env['SANDRUN_KILL_ROUNDS'] ?? 2)
const ROUND_MS = 120_000

/** Runs that clients follow, and runs that clients wait for. Each round also has one job of each gateway. */
const LIVE = 4
const BATCH = 2

let cluster: ProcessCluster
let programs: MarkingPrograms

beforeAll(async () => {
  programs = await createMarkingPrograms()
  cluster = await startCluster()
})
afterAll(async () => {
  await cluster[Symbol.asyncDispose]()
  await programs[Symbol.asyncDispose]()
})

interface FollowedRun {
  client: RunClient
  run: WatchedRun
}

/** Whether it ended correctly: complete, or lost with its worker. */
async function endedCorrectly({ client, run }: FollowedRun, mayBeLost: boolean): Promise<boolean> {
  const { verdict } = await run.result
  client.close()
  if (verdict === 'worker-lost') return mayBeLost && ANSWERS.startsWith(run.bytes('stdout').toString())
  return verdict === 'ok' && run.bytes('stdout').toString() === ANSWERS
}

/** Asks a gateway to run a job under a key, which is its name. Returns the job's id. */
async function accept({ url }: ProcessNode, name: string): Promise<string> {
  const ask = async (): Promise<Response> => {
    const response = await fetch(new URL('/v1/runs?wait=false', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': name },
      body: JSON.stringify(programs.silent(name, 1)),
    })
    if (response.status === 503) throw new Error('The gateway refused the job.')
    return response
  }
  const response = await vi.waitFor(ask, { interval: 100, timeout: ROUND_MS / 2 })
  const { id } = (await response.json()) as RunRecord
  expect([response.status, id]).toEqual([202, expect.any(String)])
  return id
}

/** A gateway on a busy machine may lose Redis for a moment, and accepts nothing then. */
const isRefusal = (error?: ErrorBody): boolean => error?.code === 'cluster-unavailable'

/** How a job ended, `lost` if it never does. */
async function verdictOf({ url }: ProcessNode, id: string): Promise<string | undefined> {
  let record: Partial<RunRecord> = {}
  const isEnded = async (): Promise<boolean> => {
    record = (await (await fetch(new URL(`/v1/runs/${id}`, url))).json()) as Partial<RunRecord>
    return record.state === 'ended'
  }
  try {
    await expect.poll(isEnded, { timeout: ROUND_MS / 2 }).toBe(true)
  } catch {
    return 'lost'
  }
  return record.verdict === 'ok' && record.result?.run?.stdout !== 'done\n' ? 'incomplete' : record.verdict
}

it('loses and doubles nothing while its nodes are killed', { timeout: (ROUNDS + 1) * ROUND_MS }, async () => {
  const nodes: Record<'gateway' | 'worker', ProcessNode[]> = {
    worker: await Promise.all([cluster.add('worker'), cluster.add('worker'), cluster.add('worker')]),
    gateway: await Promise.all([cluster.add('gateway'), cluster.add('gateway')]),
  }
  const counts = { runs: 0, jobs: 0, kills: 0, lostWithWorker: 0, lost: 0, refused: 0, failed: 0, doubled: 0 }
  for (let round = 0; round < ROUNDS; round++) {
    const role = round % 2 === 0 ? 'worker' : 'gateway'
    const [victim] = nodes[role]
    const [first, second] = nodes.gateway
    if (victim === undefined || first === undefined || second === undefined) throw new Error('A node is missing.')
    const followed: FollowedRun[] = []
    for (let at = 0; at < LIVE; at++) {
      const client = await connectToOneOf(first, second)
      followed.push({ client, run: watch(client, programs.dialogue(`live-${round}-${at}`)) })
    }
    await Promise.all(followed.map(({ run }) => run.sees('up')))
    const batch = Array.from({ length: BATCH }, async (_value, at) =>
      (await post(second, '/v1/runs', programs.silent(`batch-${round}-${at}`, 1))).json(),
    )
    const names = [`job-${round}-0`, `job-${round}-1`] as const
    const ids = [await accept(first, names[0]), await accept(second, names[1])]
    for (const { run } of followed) run.send('one\n')
    await victim.kill()
    for (const { run } of followed) run.send('two\n')
    // A client that heard nothing sends it again: the second gateway is never the victim.
    const again = [await accept(second, names[0]), await accept(second, names[1])]
    counts.doubled += again.filter((id, at) => id !== ids[at]).length
    const jobs = Promise.all(ids.map((id) => verdictOf(second, id)))
    const well = await Promise.all(followed.map((one) => endedCorrectly(one, role === 'worker')))
    const waited = (await Promise.all(batch)) as { verdict?: string; error?: ErrorBody }[]
    const verdicts = [...waited.map(({ verdict, error }) => (isRefusal(error) ? 'refused' : verdict)), ...(await jobs)]
    const count = (...these: string[]): number => verdicts.filter((verdict = '') => these.includes(verdict)).length
    counts.kills++
    counts.runs += LIVE + BATCH
    counts.jobs += ids.length
    counts.failed += well.filter((is) => !is).length
    counts.failed += verdicts.length - count('ok', 'lost', 'refused', 'worker-lost')
    counts.refused += count('refused')
    counts.lost += count('lost')
    counts[role === 'worker' ? 'lostWithWorker' : 'lost'] += count('worker-lost')
    nodes[role] = [...nodes[role].slice(1), await cluster.add(role)]
  }
  const started = await programs.started()
  counts.doubled += started.length - new Set(started).size
  console.log(JSON.stringify(counts))
  expect(counts).toMatchObject({ lost: 0, failed: 0, doubled: 0 })
})
