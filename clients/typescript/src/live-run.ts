import type { OutputChannel, RunRequest, RunResult, SignalName, TerminalSize } from '@sandrun/shared'
import type { ActiveRun, RunClient, RunHandlers } from '@sandrun/shared/client'

/** A piece of a program's output. */
export interface Output {
  channel: OutputChannel
  bytes: Uint8Array
  /** The same as text; a character whose bytes came in two pieces is in the later one. */
  text: string
}

/** Events of a live run besides its output. */
export type LiveHandlers = Pick<
  RunHandlers,
  'accepted' | 'queued' | 'started' | 'phase' | 'waiting' | 'case' | 'connection'
>

export interface LiveOptions extends LiveHandlers {
  /** Cancels the run when it aborts. */
  signal?: AbortSignal | undefined
}

/**
 * A running program. Iterating over it gives its whole output, once; it is held back while nobody reads its output.
 * `finish` skips the rest of the output.
 */
export class LiveRun implements AsyncIterable<Output> {
  readonly #abort = new AbortController()
  readonly #active: Promise<ActiveRun>
  readonly #result: Promise<RunResult>
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() }
  #unread: { output: Output; taken: () => void }[] = []
  #arrived = Promise.withResolvers<void>()
  #ended = false
  #passesOver = false

  constructor(connect: (signal: AbortSignal) => Promise<RunClient>, request: RunRequest, options: LiveOptions) {
    const { signal, ...handlers } = options
    const onAbort = (): void => this.cancel()
    signal?.addEventListener('abort', onAbort, { once: true })
    const connected = connect(this.#abort.signal)
    this.#active = connected.then((client) =>
      client.run(request, { ...handlers, output: (channel, bytes) => this.#receive(channel, bytes) }),
    )
    this.#result = this.#active
      .then((run) => run.result)
      .finally(() => {
        signal?.removeEventListener('abort', onAbort)
        connected.then(
          (client) => client.close(),
          () => undefined,
        )
        this.#ended = true
        this.#arrived.resolve()
      })
    // Reading or finishing reports the error.
    this.#result.catch(() => undefined)
    if (signal?.aborted === true) this.cancel()
  }

  /** Resolves when all of it is on its way, or the program no longer takes it. */
  async write(input: string | Uint8Array): Promise<void> {
    const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input
    await this.#tell((run) => run.writeStdin(bytes))
  }

  /** Sends end of file after everything written so far. */
  end(): void {
    void this.#tell((run) => run.endStdin())
  }

  signal(name: SignalName): void {
    void this.#tell((run) => run.signal(name))
  }

  resize(size: TerminalSize): void {
    void this.#tell((run) => run.resize(size))
  }

  /** Ends it wherever it is: the verdict is `cancelled`, or there is no result if it had not reached the service. */
  cancel(): void {
    this.#abort.abort()
    void this.#tell((run) => run.cancel())
  }

  /** The result, when the program has ended; unread output is lost. Throws a SandrunError. */
  async finish(): Promise<RunResult> {
    this.#passesOver = true
    for (const { taken } of this.#unread.splice(0)) taken()
    return await this.#result
  }

  /** Throws a SandrunError if the run was refused or lost. Leaving the loop leaves the program running. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Output, void, undefined> {
    for (;;) {
      const next = this.#unread.shift()
      if (next !== undefined) {
        next.taken()
        yield next.output
      } else if (this.#ended) {
        await this.#result
        return
      } else {
        await this.#arrived.promise
        if (!this.#ended) this.#arrived = Promise.withResolvers()
      }
    }
  }

  #receive(channel: OutputChannel, bytes: Uint8Array): Promise<void> | undefined {
    if (this.#passesOver) return undefined
    const output = { channel, bytes, text: this.#decoders[channel].decode(bytes, { stream: true }) }
    const { promise, resolve: taken } = Promise.withResolvers<void>()
    this.#unread.push({ output, taken })
    this.#arrived.resolve()
    return promise
  }

  /** Does nothing for a run that never began. */
  async #tell(what: (run: ActiveRun) => void | Promise<void>): Promise<void> {
    const run = await this.#active.catch(() => null)
    if (run !== null) await what(run)
  }
}
