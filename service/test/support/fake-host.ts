import { type LanguageInfo, type RunRequest, type RunResult, SandrunError, type Verdict } from '@sandrun/shared'
import type { PreparedRun, RunHandle, RunHost, RunOrder, RunStart } from '../../src/ports/run-host.ts'

const SHUTTING_DOWN = new SandrunError('shutting-down', 'The service is shutting down.')
const STARTED = { language: 'sh', version: '1', warm: false }

/** A run that a test controls, and what has been asked of it. */
export class FakeRun implements RunHandle {
  readonly id: string
  readonly resumeToken: string
  readonly order: RunOrder
  readonly log: RunStart['log']
  readonly finished: Promise<RunResult>
  /** In order: `cancel`, `stdin abc`, `consumed 3`, and so on. */
  readonly asked: string[] = []
  readonly #begin: RunStart['begin']
  readonly #finished = Promise.withResolvers<RunResult>()

  constructor(order: RunOrder, { id, log, begin }: RunStart) {
    this.id = id
    this.resumeToken = `token of ${id}`
    this.order = order
    this.log = log
    this.#begin = begin
    this.finished = this.#finished.promise
  }

  /** Starts its program. */
  async begin(): Promise<void> {
    await this.#begin?.(STARTED)
    this.log.append({ type: 'started', ...STARTED })
    this.log.append({ type: 'phase', name: 'run' })
  }

  says(text: string): void {
    this.log.appendOutput('stdout', Buffer.from(text))
  }

  end(verdict: Verdict = 'ok'): void {
    const { id } = this
    const times = { warnings: [], queuedMs: 0, startedAt: '2026-01-01T00:00:00.000Z' }
    this.#finished.resolve({ id, ...STARTED, ...times, verdict, message: verdict })
  }

  refuse(error: Error): void {
    this.#finished.reject(error)
  }

  writeStdin(bytes: Uint8Array): void {
    this.asked.push(`stdin ${Buffer.from(bytes).toString()}`)
  }
  endStdin(): void {
    this.asked.push('stdin-end')
  }
  signal(name: string): void {
    this.asked.push(name)
  }
  resize({ cols, rows }: { cols: number; rows: number }): void {
    this.asked.push(`resize ${cols} ${rows}`)
  }
  /** Like a real run that waits. */
  cancel(): void {
    this.asked.push('cancel')
    this.end('cancelled')
  }
  consumed(bytes: number): void {
    this.asked.push(`consumed ${bytes}`)
  }

  get isCancelled(): boolean {
    return this.asked.includes('cancel')
  }
}

/** Starts runs that a test controls. */
export class FakeHost implements RunHost {
  builds = false
  readonly runs: FakeRun[] = []
  /** Refuses every request with this. */
  refusal: SandrunError | null = null
  /** Each request waits for this first. */
  preparing: Promise<void> = Promise.resolve()
  /** Each check waits for this. */
  checking: Promise<void> = Promise.resolve()
  #closed = false

  async prepare(order: RunOrder): Promise<PreparedRun> {
    await this.preparing
    if (this.refusal !== null) throw this.refusal
    return {
      language: 'sh',
      start: (start) => {
        const run = new FakeRun(order, start)
        this.runs.push(run)
        if (this.#closed) run.refuse(SHUTTING_DOWN)
        return { run, finished: run.finished }
      },
    }
  }

  async rejoin(): Promise<null> {
    return null
  }

  async check(_request: RunRequest): Promise<string> {
    await this.checking
    if (this.refusal !== null) throw this.refusal
    return 'sh'
  }

  languages(): LanguageInfo[] {
    return []
  }
  async build(): Promise<void> {
    if (this.refusal !== null) throw this.refusal
  }
  async refresh(): Promise<void> {}
  /** Like a worker: refuses waiting and new runs, and cancels those that run. */
  async close(): Promise<void> {
    this.#closed = true
    for (const run of this.runs) run.cancel()
  }
}

/** The run under test: the last one that began. */
export function lastOf({ runs }: FakeHost): FakeRun {
  const last = runs.at(-1)
  if (last === undefined) throw new Error('No run has begun.')
  return last
}
