import {
  type OutputChannel,
  type Started,
  type TerminalSize,
  toSandrunError,
  type RunProgress,
  isOver,
} from '@sandrun/shared'
import type { ActiveRun, RunClient } from '@sandrun/shared/client'
import type { RunPlan } from './run-plan.ts'

/** Where a run's words and bytes go. */
export interface RunOutput {
  started(started: Started): void
  /** A promise when there is no room for more; it settles when there is. */
  write(channel: OutputChannel, bytes: Uint8Array): Promise<void> | undefined
}

const encoder = new TextEncoder()

/** How much of what is typed is kept. */
const TYPED_CHARACTERS = 256 * 1024

/** One press of the button: from the click, before there is a connection, to the end. */
export class SandboxRun {
  /** The same for every run of the same file. */
  readonly key: string
  /** What a person calls it: the file's name. */
  readonly title: string
  readonly #changed: (run: SandboxRun) => void
  readonly #abort = new AbortController()
  #state: RunProgress = { name: 'connecting' }
  #beforeLoss: RunProgress = this.#state
  #plan: RunPlan | null = null
  #askedAt = 0
  #start: { ms: number; facts: Started } | null = null
  #active: ActiveRun | null = null
  #size: TerminalSize | null = null
  /** What was typed before the program could take it. */
  #typedAhead: Uint8Array[] = []
  #typed = ''

  constructor(key: string, title: string, changed: (run: SandboxRun) => void) {
    this.key = key
    this.title = title
    this.#changed = changed
  }

  get state(): RunProgress {
    return this.#state
  }

  /** What is run; null while that is not settled. */
  get plan(): RunPlan | null {
    return this.#plan
  }

  /** What the service said at the start, and how long after it was asked, waiting in its queue included. */
  get start(): { ms: number; facts: Started } | null {
    return this.#start
  }

  get over(): boolean {
    return isOver(this.#state)
  }

  /** Aborts when the run is cancelled; what happens before `execute` heeds it. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** The keys and lines a person has sent, as they were sent: at most the first 256 Ki characters. */
  get typed(): string {
    return this.#typed
  }

  /** Runs the program to its end. Throws a SandrunError when the service refuses it or is lost. */
  async execute(client: RunClient, plan: RunPlan, output: RunOutput): Promise<void> {
    if (this.over) return
    this.#plan = plan
    this.#askedAt = performance.now()
    const active = client.run(plan.request, {
      queued: (position) => this.#become({ name: 'queued', position }),
      started: (started) => {
        this.#start = { ms: performance.now() - this.#askedAt, facts: started }
        this.#become({ name: 'starting' })
        output.started(started)
      },
      phase: (name) => this.#become({ name: name === 'compile' ? 'compiling' : 'running' }),
      connection: (connection) => this.#connection(connection),
      output: (channel, bytes) => output.write(channel, bytes),
    })
    this.#active = active
    this.#become({ name: 'starting' })
    if (this.#size !== null) active.resize(this.#size)
    for (const bytes of this.#typedAhead.splice(0)) void active.writeStdin(bytes)
    this.#become({ name: 'ended', result: await active.result })
  }

  /** The run has ended without a result. */
  fail(error: unknown): void {
    this.#become(this.signal.aborted ? { name: 'dropped' } : { name: 'failed', error: toSandrunError(error) })
  }

  /** Ends the run wherever it is. Safe to call at any time; the second time it does not wait for the service. */
  cancel(): void {
    if (this.over) return
    const asked = this.signal.aborted
    this.#abort.abort()
    if (this.#active === null) this.#become({ name: 'dropped' })
    else if (asked) this.#active.fail(this.signal.reason)
    else this.#active.cancel()
  }

  writeStdin(text: string): void {
    if (this.over) return
    this.#typed += text.slice(0, TYPED_CHARACTERS - this.#typed.length)
    const bytes = encoder.encode(text)
    if (this.#active === null) this.#typedAhead.push(bytes)
    else void this.#active.writeStdin(bytes)
  }

  /** The program reads end of file after what it has been given. */
  endStdin(): void {
    this.#active?.endStdin()
  }

  resize(size: TerminalSize): void {
    this.#size = size
    this.#active?.resize(size)
  }

  #connection(connection: 'lost' | 'resumed'): void {
    if (connection === 'resumed') return this.#become(this.#beforeLoss)
    if (this.#state.name !== 'reconnecting') this.#beforeLoss = this.#state
    this.#become({ name: 'reconnecting' })
  }

  #become(state: RunProgress): void {
    if (this.over) return
    this.#state = state
    this.#changed(this)
  }
}
