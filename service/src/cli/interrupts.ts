import type { ActiveRun } from '@sandrun/shared/client'

/** The user ended us before there was a program to end: ^C, or a `kill`. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** What signals do to us from now on: they reach the program while one runs, else they end what we are doing. */
export class Interrupts implements Disposable {
  readonly #controller = new AbortController()
  #run: ActiveRun | null = null

  constructor() {
    process.on('SIGINT', this.#interrupt).on('SIGTERM', this.#end).on('SIGHUP', this.#end)
  }

  /** Aborts with an Interrupted. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Signals are the run's until it is over. */
  follow(run: ActiveRun): void {
    this.#run = run
  }

  [Symbol.dispose](): void {
    process.off('SIGINT', this.#interrupt).off('SIGTERM', this.#end).off('SIGHUP', this.#end)
  }

  readonly #interrupt = (): void => {
    const run = this.#going()
    if (run === null) this.#controller.abort(new Interrupted())
    else run.signal('SIGINT')
  }

  readonly #end = (): void => {
    this.#going()?.cancel()
    this.#controller.abort(new Interrupted())
  }

  #going(): ActiveRun | null {
    return this.#run === null || this.#run.over ? null : this.#run
  }
}
