import { signal } from '@preact/signals'
import {
  type CaseResult,
  type OutputChannel,
  type RunRequest,
  type Started,
  type TerminalSize,
  toSandrunError,
  type RunProgress,
} from '@sandrun/shared'
import type { ActiveRun, RunClient } from '@sandrun/shared/client'
import type { Connections } from '../service/connections.ts'
import { isGoing, type RunState } from './run-state.ts'

/** Where a run's bytes go. */
export interface RunOutput {
  started?(started: Started): void
  /** The promise holds the program back until it settles. */
  write?(channel: OutputChannel, bytes: Uint8Array): Promise<void>
}

const encoder = new TextEncoder()

/** Runs one program at a time; a new run takes the place of one that goes on. */
export class Runner {
  readonly state = signal<RunState>({ name: 'idle' })
  /** Those of the newest run that have ended, by their index. */
  readonly caseResults = signal<readonly CaseResult[]>([])
  readonly #connections: Connections
  #abort = new AbortController()
  #active: ActiveRun | null = null
  #finished: Promise<void> = Promise.resolve()
  /** The terminal's size, where it has changed since the run was asked for. */
  #size: TerminalSize | null = null
  /** What was typed before the program could take it. */
  #typedAhead: Uint8Array[] = []

  constructor(connections: Connections) {
    this.#connections = connections
  }

  get going(): boolean {
    return isGoing(this.state.peek())
  }

  /** Runs to the end, whatever that is: it is told in `state`, never thrown. Ends a run that goes on first. */
  async run(request: RunRequest, output: RunOutput): Promise<void> {
    if (this.going) this.stop()
    const before = this.#finished
    const abort = new AbortController()
    this.#abort = abort
    const finished = before.then(() => this.#run(request, output, abort))
    this.#finished = finished
    await finished
  }

  /** Ends the run wherever it is; the second time it does not wait for the service. */
  stop(): void {
    const asked = this.#abort.signal.aborted
    this.#abort.abort()
    if (asked) this.#active?.fail(this.#abort.signal.reason)
    else this.#active?.cancel()
  }

  type(text: string): void {
    if (!this.going) return
    const bytes = encoder.encode(text)
    if (this.#active === null) this.#typedAhead.push(bytes)
    else void this.#active.writeStdin(bytes)
  }

  endStdin(): void {
    this.#active?.endStdin()
  }

  resize(size: TerminalSize): void {
    this.#size = size
    this.#active?.resize(size)
  }

  async #run(request: RunRequest, output: RunOutput, { signal: aborted }: AbortController): Promise<void> {
    if (aborted.aborted) return
    this.#typedAhead = []
    this.#size = null
    this.caseResults.value = []
    this.state.value = { name: 'connecting' }
    let client: RunClient | null = null
    try {
      client = await this.#connections.take(aborted)
      let beforeLoss: RunProgress = { name: 'starting' }
      const become = (state: RunProgress): void => {
        beforeLoss = state
        this.state.value = state
      }
      become({ name: 'starting' })
      const active = client.run(request, {
        queued: (position) => become({ name: 'queued', position }),
        started: (started) => {
          become({ name: 'starting' })
          output.started?.(started)
        },
        phase: (name) => become({ name: name === 'compile' ? 'compiling' : 'running' }),
        case: (_index, result) => {
          this.caseResults.value = [...this.caseResults.value, result]
        },
        connection: (connection) => {
          this.state.value = connection === 'lost' ? { name: 'reconnecting' } : beforeLoss
        },
        output: (channel, bytes) => output.write?.(channel, bytes),
      })
      this.#active = active
      if (this.#size !== null) active.resize(this.#size)
      for (const bytes of this.#typedAhead.splice(0)) void active.writeStdin(bytes)
      this.state.value = { name: 'ended', result: await active.result }
    } catch (error) {
      this.state.value = aborted.aborted ? { name: 'dropped' } : { name: 'failed', error: toSandrunError(error) }
    } finally {
      this.#active = null
      if (client !== null) this.#connections.release(client)
    }
  }
}
