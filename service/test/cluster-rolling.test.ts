import { inspect } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ErrorBody, type RunRecord, type RunResult, SandrunError, toSandrunError } from '@sandrun/shared'
import { connectUrl, RunClient, webSocketTransport } from '@sandrun/shared/client'
import { type ProcessCluster, type ProcessNode, startCluster } from './support/process-cluster.ts'
import { ANSWERS, createMarkingPrograms, type MarkingPrograms } from './support/marking-programs.ts'
import { watch } from './support/service.ts'

/** Clients of each kind, which start the next run when the last has ended. */
const CLIENTS = 3

/** The most runs of a worker at once: together the three have one place for each client. */
const PLACES = '3'

/** The runs that each client ends between two restarts. */
const RUNS_BETWEEN = 2

/** A busy machine must not fail the test, but it must end. */
const PATIENCE_MS = 600_000

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

/** Codes before a program has started: the gateway ends, is gone, or has lost Redis for a moment on a busy machine. */
const REFUSALS = ['shutting-down', 'unreachable', 'cluster-unavailable']
const isRefusal = (error: unknown): boolean => REFUSALS.includes(toSandrunError(error).code)

/** What the clients saw. `refused`: told to try again, before the program started. */
class Load {
  readonly nodes: { gateway: ProcessNode[]; worker: ProcessNode[] }
  /** A node that is stopped next: the proxy already knows. */
  leaves: ProcessNode | null = null
  /** The gateways of the runs that people follow, by name. */
  readonly talking = new Map<string, ProcessNode>()
  readonly counts = { refused: 0, resumed: 0 }
  /** The runs that have ended, and those whose client could not follow them, by name. */
  readonly names = { ended: new Set<string>(), cutOff: new Set<string>() }
  readonly failures: string[] = []
  readonly #ended: number[]
  readonly #clients: Promise<void>[]
  #isOpen = true
  #turn = 0

  constructor(nodes: Load['nodes'], kinds: readonly ((load: Load, name: string) => Promise<void>)[]) {
    this.nodes = nodes
    const clients = kinds.flatMap((kind) => Array.from({ length: CLIENTS }, () => kind))
    this.#ended = clients.map(() => 0)
    this.#clients = clients.map((kind, at) => this.#repeat(kind, at))
  }

  /** The gateways that are up take turns, as behind a proxy. */
  gateway(): ProcessNode {
    const up = this.nodes.gateway.filter((node) => node !== this.leaves)
    const found = up[this.#turn++ % up.length]
    if (found === undefined) throw new Error('There is no gateway.')
    return found
  }

  /** The fewest runs that a client has ended. */
  get fewest(): number {
    return Math.min(...this.#ended)
  }

  async end(): Promise<number> {
    this.#isOpen = false
    await Promise.all(this.#clients)
    return this.#ended.reduce((sum, count) => sum + count, 0)
  }

  async #repeat(kind: (load: Load, name: string) => Promise<void>, at: number): Promise<void> {
    let count = 0
    while (this.#isOpen) {
      const name = `${kind.name}-${at}-${count++}`
      try {
        await kind(this, name)
        this.#ended[at] = (this.#ended[at] ?? 0) + 1
        this.names.ended.add(name)
      } catch (error) {
        if (toSandrunError(error).code === 'cluster-unavailable') this.names.cutOff.add(name)
        if (isRefusal(error)) this.counts.refused++
        else this.failures.push(`${name}: ${inspect(error, { breakLength: Infinity })}`)
      }
    }
  }
}

/** Throws a SandrunError for a refusal, and a retryable one for a gateway that is not there. */
async function ask(url: URL, init: RequestInit = {}): Promise<unknown> {
  const response = await fetch(url, init).catch((error: Error) => {
    const { code } = (error.cause ?? {}) as { code?: string }
    throw code === 'ECONNREFUSED' ? new SandrunError('unreachable', 'The gateway is not there.') : error
  })
  const body = await response.json()
  if (!response.ok) throw SandrunError.fromBody((body as { error: ErrorBody }).error)
  return body
}

const asked = (request: object, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(request),
})

/** A person at a terminal, whose client reconnects through the next gateway. */
async function live(load: Load, name: string): Promise<void> {
  let gateway = load.gateway()
  const open = () => webSocketTransport(connectUrl((gateway = load.gateway()).url))
  using client = await RunClient.connect(open, { client: 'test/1' })
  const connection = (state: string): void => void (load.counts.resumed += state === 'resumed' ? 1 : 0)
  const run = watch(client, programs.dialogue(name, 0.2), { connection })
  // A run that is refused says why.
  const sees = (text: string): Promise<unknown> => Promise.race([run.result, run.sees(text)])
  try {
    await sees('up')
    load.talking.set(name, gateway)
    run.send('one\n')
    await sees('99 one')
    run.send('two\n')
    await run.result
  } finally {
    load.talking.delete(name)
  }
  expect([(await run.result).verdict, run.bytes('stdout').toString()]).toEqual(['ok', ANSWERS])
}

/** A program that waits for its result. */
async function batch(load: Load, name: string): Promise<void> {
  const result = (await ask(new URL('/v1/runs', load.gateway().url), asked(programs.silent(name, 0.4)))) as RunResult
  expect([result.verdict, result.run?.stdout]).toEqual(['ok', 'done\n'])
}

/** A program that leaves a job, and looks for its end at all gateways. */
async function job(load: Load, name: string): Promise<void> {
  const path = '/v1/runs?wait=false'
  const init = asked(programs.silent(name, 0.4), { 'idempotency-key': name })
  const { id } = (await ask(new URL(path, load.gateway().url), init)) as RunRecord
  let record: RunRecord | null = null
  const isEnded = async (): Promise<boolean> => {
    try {
      record = (await ask(new URL(`/v1/runs/${id}`, load.gateway().url))) as RunRecord
    } catch (error) {
      if (!isRefusal(error)) throw error
    }
    return record?.state === 'ended'
  }
  await expect.poll(isEnded).toBe(true)
  expect(record).toMatchObject({ verdict: 'ok', result: { run: { stdout: 'done\n' } } })
}

const SETTINGS = {
  worker: { SANDRUN_MAX_SANDBOXES: PLACES },
  gateway: { SANDRUN_CAPS: 'running=100' },
}

it(
  'fails, loses and doubles nothing while each node is stopped and started again',
  { timeout: PATIENCE_MS },
  async () => {
    const add = (role: 'gateway' | 'worker') => cluster.add(role, SETTINGS[role])
    const worker = await Promise.all([add('worker'), add('worker'), add('worker')])
    const gateway = await Promise.all([add('gateway'), add('gateway')])
    const load = new Load({ worker, gateway }, [live, batch, job])
    const progress = async (): Promise<void> => {
      const wanted = load.fewest + RUNS_BETWEEN
      await expect.poll(() => load.fewest).toBeGreaterThanOrEqual(wanted)
    }
    for (const role of ['worker', 'gateway'] as const) {
      for (const [at, node] of [...load.nodes[role]].entries()) {
        await progress()
        // Each worker has a run.
        await expect.poll(() => cluster.redis.client.keys('sr:claims:*')).toHaveLength(worker.length)
        // A person is at this gateway.
        await expect.poll(() => role === 'worker' || [...load.talking.values()].includes(node)).toBe(true)
        load.leaves = node
        // It has accepted the connections of all that chose it before.
        if (role === 'gateway') await fetch(new URL('/healthz', node.url))
        await node.stop()
        load.nodes[role][at] = await add(role)
      }
    }
    await progress()
    const ended = await load.end()
    const started = await programs.started()
    console.log(JSON.stringify({ ended, started: started.length, ...load.counts }))
    expect(load.failures).toEqual([])
    expect(load.counts.resumed).toBeGreaterThan(0)
    expect(started.toSorted()).toEqual([...new Set(started)].toSorted())
    // A gateway that lost Redis for a moment on a busy machine says so also to a client that reconnects.
    const known = new Set([...load.names.ended, ...load.names.cutOff])
    expect(started.filter((name) => !known.has(name))).toEqual([])
    expect([...load.names.ended].filter((name) => !started.includes(name))).toEqual([])
  },
)
