import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { SandrunError, toSandrunError } from '@sandrun/shared'
import { connectUrl, RunClient, webSocketTransport } from '@sandrun/shared/client'
import { watch } from '../../src/conformance/watched-run.ts'
import { Clients } from './clients.ts'
import type { Job, Refusal } from './load.ts'
import type { Supervisor } from './supervisor.ts'

/** The time before a client tries again, in milliseconds. */
const PAUSE_MS = 200

/** A service that is stopped welcomes nobody. */
const WELCOME_MS = 15_000

/** What a client hears of a run when its connection or the service is gone; anything else is an answer. */
const LOSSES: ReadonlySet<string> = new Set(['connection-lost', 'unreachable'])

/** Answers two lines that its user types. */
const DIALOGUE = 'echo begun; for turn in 1 2; do read word; echo "$word"; sleep 0.2; done; echo done'

/** Clients at a WebSocket, each of which talks with one program after another. */
export class LiveLoad {
  readonly jobs: Job[] = []
  readonly refusals: Refusal[] = []
  readonly #supervisor: Supervisor
  readonly #clients: Clients

  constructor(supervisor: Supervisor, clients: number) {
    this.#supervisor = supervisor
    this.#clients = new Clients(clients, async (isOpen) => {
      const client = await this.#connect()
      if (client !== null) await this.#use(client, isOpen)
      await setTimeout(PAUSE_MS)
    })
  }

  drain(): Promise<void> {
    return this.#clients.drain()
  }

  async #connect(): Promise<RunClient | null> {
    // The service has another address after each start.
    const open = (): ReturnType<typeof webSocketTransport> => {
      const { url } = this.#supervisor
      if (url === null) throw new SandrunError('unreachable', 'The service is away.')
      return webSocketTransport(connectUrl(url))
    }
    return RunClient.connect(open, { client: 'faults/1', signal: AbortSignal.timeout(WELCOME_MS) }).catch(() => null)
  }

  async #use(client: RunClient, isOpen: () => boolean): Promise<void> {
    while (isOpen() && (await this.#talk(client)));
    client.close()
  }

  /** Whether the client can go on. */
  async #talk(client: RunClient): Promise<boolean> {
    const mark = randomUUID()
    const posted = performance.now()
    let isStarted = false
    const request = { language: 'bash', args: [mark], code: DIALOGUE }
    const run = watch(client, request, { started: () => void (isStarted = true) })
    const talk = async (): Promise<void> => {
      await run.sees('begun\n')
      for (const word of [mark, 'bye']) {
        run.send(`${word}\n`)
        await run.sees(`${word}\n`)
      }
    }
    // A run that ends too soon says why in its result.
    await talk().catch(() => {})
    const record = await run.result.then(
      (result): Job['record'] => ({ verdict: result.verdict, result }),
      (error: unknown): Job['record'] => ({ error: toSandrunError(error).toBody() }),
    )
    const ended = performance.now()
    const said = `begun\n${mark}\nbye\ndone\n`
    const program = { expected: 'ok', isComplete: () => run.bytes('stdout').toString() === said } as const
    const error = record?.error
    if (error !== undefined && !isStarted && !LOSSES.has(error.code))
      this.refusals.push({ code: error.code, retryable: error.retryable, at: ended })
    else this.jobs.push({ key: mark, id: mark, program, posted, ended, record, live: true })
    return error === undefined
  }
}
