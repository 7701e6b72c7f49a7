import { type OutputChannel, type RunResult, SandrunError } from '@sandrun/shared'
import type { RunHandle } from '../../../../ports/run-host.ts'
import type { LogEvent } from '../../../../run-log/log-event.ts'
import { readLog } from '../../../../run-log/read-log.ts'
import type { RunLog } from '../../../../run-log/run-log.ts'
import type { SubmittedRun } from '../../../submit.ts'

/** Input has no flow control: the most bytes that a program may leave unread. */
const MAX_STDIN_BYTES = 2 ** 20

/** The client's end: sends events by name. */
interface Client {
  /** Calls `taken` once the connection has room for more. */
  emit(event: string, data: object, taken?: () => void): void
}

/** A program that a client follows and types into. */
export class Execution {
  readonly #client: Client
  readonly #run: RunHandle
  readonly #log: RunLog
  readonly #stopReading: () => void
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() }
  #stdinSent = 0

  /** Follows a run; calls `ended` once, after the client received its end. */
  constructor(client: Client, { run, log }: SubmittedRun, ended: () => void) {
    this.#client = client
    this.#run = run
    this.#log = log
    client.emit('execution-start', { executionId: run.id })
    this.#stopReading = readLog(log, (event) => {
      this.#tell(event)
      if (event.type === 'exit' || event.type === 'error') ended()
    })
  }

  get id(): string {
    return this.#run.id
  }

  /** Throws `too-large` when the program leaves too much unread. */
  write(text: string): void {
    const bytes = new TextEncoder().encode(text)
    this.#stdinSent += bytes.length
    if (this.#stdinSent - this.#log.stdinTaken > MAX_STDIN_BYTES) {
      throw new SandrunError('too-large', 'The program has too much unread input.')
    }
    this.#run.writeStdin(bytes)
  }

  /** Stops following. */
  stop(): void {
    this.#stopReading()
    this.#run.cancel()
  }

  #tell(event: LogEvent): void {
    switch (event.type) {
      case 'output':
        return this.#tellOutput(event.channel, event.bytes)
      case 'exit':
        return this.#tellEnd(event.result)
      case 'error':
        return this.#client.emit('error', { message: event.message, executionId: this.id })
      case 'queued':
      case 'started':
      case 'phase':
      case 'case':
      case 'gap':
    }
  }

  #tellOutput(channel: OutputChannel, bytes: Uint8Array): void {
    // A character may come in two parts, but each event must be whole text.
    const { length } = bytes
    this.#emitText(channel, this.#decoders[channel].decode(bytes, { stream: true }), () => this.#run.consumed(length))
  }

  #tellEnd({ verdict, message, run, compile }: RunResult): void {
    for (const channel of ['stdout', 'stderr'] as const) this.#emitText(channel, this.#decoders[channel].decode())
    this.#client.emit('execution-complete', {
      executionId: this.id,
      status: verdict === 'ok' ? 'success' : 'error',
      exitCode: (run ?? compile)?.exitCode ?? null,
      verdict,
      message,
    })
  }

  #emitText(channel: OutputChannel, data: string, taken = (): void => {}): void {
    if (data === '') return taken()
    const output = { data, executionId: this.id, ...(channel === 'stderr' && { type: 'stderr' }) }
    this.#client.emit('output', output, taken)
  }
}
