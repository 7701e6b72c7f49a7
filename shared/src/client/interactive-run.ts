import { toSandrunError } from '../error-codes.ts'
import { isOver, type RunProgress } from '../run-progress.ts'
import type { RunRequest, TerminalSize } from '../run-request.ts'
import type { ActiveRun, RunHandlers } from './active-run.ts'
import { RepeatedInterrupt } from './repeated-interrupt.ts'
import type { RunClient } from './run-client.ts'

const encoder = new TextEncoder()

/** The key ^C. */
const CTRL_C = '\x03'

/** A run as its user sees it: from the click, before there is a connection, to the end. */
export class InteractiveRun {
  readonly #changed: () => void
  readonly #abort = new AbortController()
  readonly #interrupt = new RepeatedInterrupt()
  #state: RunProgress = { name: 'connecting' }
  #beforeLoss: RunProgress = this.#state
  #active: ActiveRun | null = null
  #size: TerminalSize | null = null
  /** Keys typed before the program could take them. */
  #typedAhead: Uint8Array[] = []

  /** `changed` is called at each change of the state. */
  constructor(changed: () => void) {
    this.#changed = changed
  }

  get state(): RunProgress {
    return this.#state
  }

  get over(): boolean {
    return isOver(this.#state)
  }

  /** Aborts when the run is cancelled; everything before `execute` must stop then. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** Runs the program to its end. Throws a SandrunError if the service refuses it or is lost; pass that to `fail`. */
  async execute(
    client: RunClient,
    request: RunRequest,
    { started, ...handlers }: Pick<RunHandlers, 'started' | 'case' | 'output'>,
  ): Promise<void> {
    if (this.over) return
    const active = client.run(request, {
      ...handlers,
      heard: () => this.#interrupt.reacted(),
      queued: (position) => this.#become({ name: 'queued', position }),
      started: (facts) => {
        started?.(facts)
        this.#become({ name: 'starting' })
      },
      phase: (name) => this.#become(name === 'compile' ? { name: 'compiling' } : { name: 'running', waiting: false }),
      waiting: (is) => this.#wait(is),
      connection: (connection) => this.#connection(connection),
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

  /** Ends the run wherever it is. Safe to call at any time; a second call does not wait for the service. */
  cancel(): void {
    if (this.over) return
    const asked = this.signal.aborted
    this.#abort.abort()
    if (this.#active === null) this.#become({ name: 'dropped' })
    else if (asked) this.#active.fail(this.signal.reason)
    else this.#active.cancel()
  }

  /**
   * One or more keys. The program gets ^C, but it ends a run whose program is not there to get it, or did not react to
   * the last ^C.
   */
  type(text: string): void {
    if (text !== CTRL_C) return this.writeStdin(text)
    const isSecond = this.#interrupt.press()
    if (this.#state.name !== 'running' || isSecond) this.cancel()
    else this.writeStdin(text)
  }

  writeStdin(text: string): void {
    if (this.over) return
    const bytes = encoder.encode(text)
    if (this.#active === null) this.#typedAhead.push(bytes)
    else void this.#active.writeStdin(bytes)
  }

  /** Sends end of file after everything typed so far. */
  endStdin(): void {
    this.#active?.endStdin()
  }

  resize(size: TerminalSize): void {
    this.#size = size
    this.#active?.resize(size)
  }

  #wait(waiting: boolean): void {
    const { name } = this.#state
    // The connection is back before the service says which state holds.
    if (name === 'reconnecting' && this.#beforeLoss.name === 'running') this.#beforeLoss = { name: 'running', waiting }
    if (name === 'running' && this.#state.waiting !== waiting) this.#become({ name, waiting })
  }

  #connection(connection: 'lost' | 'resumed'): void {
    if (connection === 'resumed') return this.#become(this.#beforeLoss)
    if (this.#state.name !== 'reconnecting') this.#beforeLoss = this.#state
    this.#become({ name: 'reconnecting' })
  }

  #become(state: RunProgress): void {
    if (this.over) return
    this.#state = state
    this.#changed()
  }
}
