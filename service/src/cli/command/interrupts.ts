import type { ActiveRun } from '@sandrun/shared/client'

/** A second ^C within so long, in milliseconds, ends a run that has not said anything since the first. */
const IMPATIENCE_MS = 1000

/** The user ended the command before there was a program to end: ^C, or a `kill`. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** What signals do to the command from now on: they reach the program while one runs, else they end what goes on. */
export class Interrupts implements Disposable {
  readonly #controller = new AbortController()
  readonly #impatience = new AbortController()
  #run: ActiveRun | null = null
  #reachesProgram = false
  /** When ^C was last passed on, by the clock of `performance`, and nothing was heard of the run since. */
  #askedAt: number | null = null

  constructor() {
    process.on('SIGINT', this.interrupt).on('SIGTERM', this.#end).on('SIGHUP', this.#end)
  }

  /** Aborts with an Interrupted. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Aborts with an Interrupted when a run is not waited for any more, as it does not answer. */
  get impatience(): AbortSignal {
    return this.#impatience.signal
  }

  /** Whether the program is there to get a ^C: not while it waits, compiles, or the connection is lost. */
  get reachesProgram(): boolean {
    return this.#reachesProgram
  }

  /** Signals are the run's until it is over. */
  follow(run: ActiveRun): void {
    this.#run = run
    this.#reachesProgram = false
    this.#askedAt = null
  }

  /** The program is there to get signals, or is not. */
  programIs(there: boolean): void {
    this.#reachesProgram = there
  }

  /** The run has said something. */
  heard(): void {
    this.#askedAt = null
  }

  [Symbol.dispose](): void {
    process.off('SIGINT', this.interrupt).off('SIGTERM', this.#end).off('SIGHUP', this.#end)
  }

  /** ^C: asks the program to end, ends a run whose program can't hear it, and gives up one that does not answer. */
  readonly interrupt = (): void => {
    const run = this.#going()
    if (run === null) return this.#controller.abort(new Interrupted())
    const isSecond = this.#askedAt !== null && performance.now() - this.#askedAt < IMPATIENCE_MS
    this.#askedAt = performance.now()
    if (this.#reachesProgram && !isSecond) return run.signal('SIGINT')
    run.cancel()
    // Whoever does not even hear that is not waited for.
    if (isSecond) this.#impatience.abort(new Interrupted())
  }

  readonly #end = (): void => {
    this.#going()?.cancel()
    this.#controller.abort(new Interrupted())
  }

  #going(): ActiveRun | null {
    return this.#run === null || this.#run.over ? null : this.#run
  }
}
