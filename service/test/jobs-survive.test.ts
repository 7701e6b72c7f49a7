import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request as httpRequest } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { type RunEvent, RunListSchema, RunRecordSchema, type RunRecord } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { outputOf, readEvents } from './support/events.ts'
import { spawnService } from './support/service-process.ts'

const JOBS = 5

/** Names the job and its execution: the kernel makes another name each time. */
const program = (index: number): object => ({
  language: 'bash',
  code: `echo "job ${index}"; cat /proc/sys/kernel/random/uuid; sleep 0.2; echo done`,
})

/** Clients of a service: the jobs that they post, the answers, and the events that they have seen so far. */
class ServiceClients {
  readonly url: URL
  readonly posted: Promise<unknown>
  readonly answers: Promise<string>[]
  readonly events = new Map<string, RunEvent[]>()
  #wake = Promise.withResolvers<void>()

  constructor(url: URL) {
    this.url = url
    const requests = Array.from({ length: JOBS }, () =>
      httpRequest(new URL('/v1/runs?wait=false', url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
      }),
    )
    this.answers = requests.map((request) => this.#answer(request))
    this.posted = Promise.all(
      requests.map((request, index) => new Promise<void>((sent) => request.end(JSON.stringify(program(index)), sent))),
    )
    // Killing the service breaks active requests.
    for (const answer of this.answers) answer.catch(() => {})
  }

  /** Resolves when this many jobs have had an event of this type. */
  async haveSeen(type: RunEvent['type'], jobs: number): Promise<void> {
    const count = (): number =>
      [...this.events.values()].filter((events) => events.some((event) => event.type === type)).length
    while (count() < jobs) await this.#wake.promise
  }

  async #answer(request: ReturnType<typeof httpRequest>): Promise<string> {
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    const { id } = RunRecordSchema.parse(JSON.parse(await text(response)))
    void this.#follow(id).catch(() => {})
    return id
  }

  async #follow(id: string): Promise<void> {
    const seen: RunEvent[] = []
    this.events.set(id, seen)
    for await (const { event } of readEvents(await fetch(new URL(`/v1/runs/${id}/events`, this.url)))) {
      seen.push(event)
      this.#wake.resolve()
      this.#wake = Promise.withResolvers()
    }
  }
}

async function recordsOf(url: URL): Promise<RunRecord[]> {
  const { runs } = RunListSchema.parse(await (await fetch(new URL('/v1/runs', url))).json())
  return Promise.all(
    runs.map(async ({ id }) => RunRecordSchema.parse(await (await fetch(new URL(`/v1/runs/${id}`, url))).json())),
  )
}

it.each<[string, (clients: ServiceClients) => Promise<unknown>]>([
  ['before it has answered', ({ posted }) => posted],
  ['at the first answer', ({ answers }) => Promise.any(answers)],
  ['when all are accepted', ({ answers }) => Promise.all(answers)],
  ['when one starts and the rest wait', (clients) => clients.haveSeen('started', 1)],
  ['when a program has begun', (clients) => clients.haveSeen('phase', 1)],
  ['when one has written', (clients) => clients.haveSeen('output', 1)],
  ['when two have written', (clients) => clients.haveSeen('output', 2)],
  ['when one has ended', (clients) => clients.haveSeen('exit', 1)],
  ['when half of them have ended', (clients) => clients.haveSeen('exit', 3)],
  ['when all but one have ended', (clients) => clients.haveSeen('exit', JOBS - 1)],
  ['when all have ended', (clients) => clients.haveSeen('exit', JOBS)],
])(
  'loses no job and starts none twice when it is killed %s',
  async (_when, moment) => {
    const stateDir = await mkdtemp(join(tmpdir(), 'sandrun-state-'))
    const instance = `test-${randomBytes(6).toString('hex')}`
    const environment = { SANDRUN_STATE_DIR: stateDir, SANDRUN_INSTANCE: instance, SANDRUN_MAX_SANDBOXES: '2' }
    try {
      const first = await spawnService(environment)
      const clients = new ServiceClients(first.url)
      await moment(clients)
      await first.kill()
      const accepted = (await Promise.allSettled(clients.answers)).flatMap((answer) =>
        answer.status === 'fulfilled' ? [answer.value] : [],
      )

      const second = await spawnService(environment)
      const ended = async (): Promise<boolean> => (await recordsOf(second.url)).every(({ state }) => state === 'ended')
      await expect.poll(ended, { timeout: 60_000, interval: 100 }).toBe(true)
      const records = await recordsOf(second.url)
      await second.stop()

      expect(accepted.filter((id) => !records.some((record) => record.id === id))).toEqual([])
      for (const { id, verdict, result } of records) {
        const seen = clients.events.get(id) ?? []
        const before = outputOf(seen, 'stdout').toString()
        expect(['ok', 'worker-lost']).toContain(verdict)
        // An execution that wrote before is the one that ended, and a job that nobody saw start has run.
        expect(result?.run?.stdout ?? before).toContain(before)
        expect(seen.some(({ type }) => type === 'exit') ? verdict : 'ok').toBe('ok')
      }
      using database = new DatabaseSync(join(stateDir, `jobs-${instance}.db`))
      const starts = database.prepare('SELECT starts FROM jobs').all()
      expect(starts).toEqual(records.map(() => ({ starts: 1 })))
    } finally {
      await rm(stateDir, { recursive: true })
    }
  },
  180_000,
)
