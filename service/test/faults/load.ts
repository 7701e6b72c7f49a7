import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { type RunRecord, RunRecordSchema } from '@sandrun/shared'
import * as z from 'zod'
import { Clients } from './clients.ts'
import { anyProgram, type Program } from './programs.ts'
import type { Random } from './random.ts'
import type { Supervisor } from './supervisor.ts'

/** A job from its client's view. */
export interface Job {
  /** Its idempotency key, and the mark of its program. */
  key: string
  id: string
  program: Pick<Program, 'expected' | 'isComplete'>
  /** The times when it was posted and when its end was seen, in milliseconds. */
  posted: number
  ended: number | null
  record: Pick<RunRecord, 'verdict' | 'result' | 'error'> | null
  /** It has a client at a WebSocket, which may lose it. */
  live?: true
}

/** An answer that no client wants: an error's code, or what came in its place. */
export interface Refusal {
  code: string
  retryable: boolean
  at: number
}

const ErrorSchema = z.object({ error: z.object({ code: z.string(), retryable: z.boolean() }) })

/** The time before a client asks again, in milliseconds. */
const PAUSE_MS = 200

/** A client that hears nothing for this long asks again: a stopped service answers late. */
const ANSWER_MS = 15_000

/** Programs of several kinds, one after another from each client. */
export class Load {
  readonly jobs: Job[] = []
  readonly refusals: Refusal[] = []
  readonly #supervisor: Supervisor
  readonly #random: Random
  readonly #clients: Clients

  constructor(supervisor: Supervisor, random: Random, clients: number) {
    this.#supervisor = supervisor
    this.#random = random
    this.#clients = new Clients(clients, () => this.#run())
  }

  drain(): Promise<void> {
    return this.#clients.drain()
  }

  async #run(): Promise<void> {
    const job = await this.#post()
    this.jobs.push(job)
    while (job.ended === null) {
      await setTimeout(PAUSE_MS)
      const record = await this.#ask(`/v1/runs/${job.id}`)
      // An unknown job keeps no end: it is lost.
      if (record === 'unknown') break
      if (record?.state !== 'ended') continue
      job.record = record
      job.ended = performance.now()
    }
  }

  /** Asks until it is accepted, with one key: a job that was accepted without an answer is not accepted again. */
  async #post(): Promise<Job> {
    const key = randomUUID()
    const program = anyProgram(this.#random, key)
    const posted = performance.now()
    for (;;) {
      const record = await this.#ask('/v1/runs?wait=false', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': `"${key}"` },
        body: JSON.stringify(program.request),
      })
      if (record !== null && record !== 'unknown')
        return { key, id: record.id, program, posted, ended: null, record: null }
      await setTimeout(PAUSE_MS)
    }
  }

  /** null if there was no answer, or one that says to try again. */
  async #ask(path: string, init: RequestInit = {}): Promise<RunRecord | 'unknown' | null> {
    const { url } = this.#supervisor
    if (url === null) return null
    const answer = await fetch(new URL(path, url), { ...init, signal: AbortSignal.timeout(ANSWER_MS) })
      .then(async (response) => ({ status: response.status, body: await response.text() }))
      // A service that is killed or stopped does not answer.
      .catch(() => null)
    if (answer === null) return null
    if (answer.status === 404) return 'unknown'
    if (answer.status < 300) return RunRecordSchema.parse(JSON.parse(answer.body))
    this.refusals.push({ ...refusalOf(answer.body), at: performance.now() })
    return null
  }
}

function refusalOf(body: string): Omit<Refusal, 'at'> {
  try {
    return ErrorSchema.parse(JSON.parse(body)).error
  } catch {
    return { code: body, retryable: false }
  }
}
