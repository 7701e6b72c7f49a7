import { signal } from '@preact/signals'
import type { CaseResult, OutputChannel, RunRequest, TerminalSize } from '@sandrun/shared'
import { InteractiveRun, type RunClient } from '@sandrun/shared/client'
import type { Connections } from '../service/connections.ts'
import { isActive, type RunState } from './run-state.ts'

/** Where a run's output goes. */
export interface RunReader {
  /** The promise holds the program back until it settles. */
  write?(channel: OutputChannel, bytes: Uint8Array): Promise<void>
}

/** Runs one program at a time; a new run replaces the current one. */
export class Runner {
  readonly state = signal<RunState>({ name: 'idle' })
  /** The newest run's ended cases, by index. */
  readonly caseResults = signal<readonly CaseResult[]>([])
  readonly #connections: Connections
  #shown: InteractiveRun | null = null
  /** The newest requested run; it waits for the end of the shown one. */
  #newest: InteractiveRun | null = null
  #finished: Promise<void> = Promise.resolve()

  constructor(connections: Connections) {
    this.#connections = connections
  }

  get going(): boolean {
    return isActive(this.state.peek())
  }

  /**
   * Ends the current run, then runs this one to its end. Never throws, not even for an invalid request: `state` tells
   * every result.
   */
  async run(request: () => RunRequest, output: RunReader): Promise<void> {
    this.stop()
    const run = new InteractiveRun(() => {
      if (run === this.#shown) this.state.value = run.state
    })
    this.#newest = run
    const finished = this.#finished.then(() => this.#run(run, request, output))
    this.#finished = finished
    await finished
  }

  /** Ends the run wherever it is; a second call does not wait for the service. */
  stop(): void {
    for (const run of new Set([this.#shown, this.#newest])) run?.cancel()
  }

  type(text: string): void {
    this.#shown?.type(text)
  }

  resize(size: TerminalSize): void {
    this.#shown?.resize(size)
  }

  async #run(run: InteractiveRun, request: () => RunRequest, output: RunReader): Promise<void> {
    if (run.over) return
    this.#shown = run
    this.caseResults.value = []
    this.state.value = run.state
    let client: RunClient | null = null
    try {
      const asked = request()
      client = await this.#connections.take(run.signal)
      await run.execute(client, asked, {
        case: (_index, result) => {
          this.caseResults.value = [...this.caseResults.value, result]
        },
        output: (channel, bytes) => output.write?.(channel, bytes),
      })
    } catch (error) {
      run.fail(error)
    } finally {
      // An abandoned run may continue in the service, and a connection carries only one run.
      if (run.state.name !== 'ended') client?.close()
      else if (client !== null) this.#connections.release(client)
    }
  }
}
