import { type ActiveRun, RepeatedInterrupt } from '@sandrun/shared/client'

/** The user ended the command before there was a program to end: ^C, or a `kill`. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** Handles signals to the command: passes them to a running program, or else ends the command. */
export class Interrupts implements Disposable {
  readonly #controller = new AbortController()
  readonly #abandoned = new AbortController()
  #repeated = new RepeatedInterrupt()
  #run: ActiveRun | null = null
  /** Whether the program can get a ^C: not while it waits or compiles, or the connection is lost. */
  #reachesProgram = false

  constructor() {
    process.on('SIGINT', this.interrupt).on('SIGTERM', this.#end).on('SIGHUP', this.#end)
  }

  /** Aborts with an Interrupted. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Aborts with an Interrupted when a run does not answer and is given up. */
  get abandoned(): AbortSignal {
    return this.#abandoned.signal
  }

  /** Sends signals to the run until it is over. */
  follow(run: ActiveRun): void {
    this.#run = run
    this.#reachesProgram = false
    this.#repeated = new RepeatedInterrupt()
  }

  /** Notes whether the program can get signals. */
  programIs(there: boolean): void {
    this.#reachesProgram = there
  }

  /** Notes that the run has answered. */
  heard(): void {
    this.#repeated.reacted()
  }

  [Symbol.dispose](): void {
    process.off('SIGINT', this.interrupt).off('SIGTERM', this.#end).off('SIGHUP', this.#end)
  }

  /** ^C: asks the program to end, ends a run whose program can't get it, and gives up one that does not answer. */
  readonly interrupt = (): void => this.#interrupt((run) => run.signal('SIGINT'))

  /** ^C as a key of the program's own terminal; `pass` types it. */
  typed(pass: () => void): void {
    this.#interrupt(pass)
  }

  #interrupt(ask: (run: ActiveRun) => void): void {
    const run = this.#going()
    if (run === null) return this.#controller.abort(new Interrupted())
    const isSecond = this.#repeated.press()
    if (this.#reachesProgram && !isSecond) return ask(run)
    run.cancel()
    // A run that ignores even this is given up.
    if (isSecond) this.#abandoned.abort(new Interrupted())
  }

  readonly #end = (): void => {
    this.#going()?.cancel()
    this.#controller.abort(new Interrupted())
  }

  #going(): ActiveRun | null {
    return this.#run === null || this.#run.over ? null : this.#run
  }
}
