import { SandrunError } from '../error-codes.ts'
import type { DataFrame, OutputChannel } from '../frame.ts'
import type { Attach, ClientMessage } from '../protocol/client-message.ts'
import type { ServerMessage, Started } from '../protocol/server-message.ts'
import { ACK_EVERY_BYTES } from '../protocol/version.ts'
import type { TerminalSize } from '../run-request.ts'
import type { CaseResult, PhaseName, RunResult } from '../run-result.ts'
import type { SignalName } from '../signals.ts'
import { StdinWriter } from './stdin-writer.ts'

/** A client's handlers for its run. They are called in the order of events. */
export interface RunHandlers {
  /** The service has sent a message about this run. */
  heard?(): void
  accepted?(runId: string): void
  queued?(position: number): void
  started?(started: Started): void
  phase?(name: PhaseName, cached: boolean): void
  /** The program waits for its stdin, or no longer does. */
  waiting?(is: boolean): void
  /** A case has ended; `index` counts from 0. */
  case?(index: number, result: CaseResult): void
  /** The connection was lost and is being restored, or it is back; the run itself continues. */
  connection?(state: 'lost' | 'resumed'): void
  /** A promise holds the program back until it settles: return one if the bytes go to a slow reader. */
  output?(channel: OutputChannel, bytes: Uint8Array): void | Promise<void>
}

/** How a run reaches its connection. */
export interface RunLink {
  sendMessage(message: ClientMessage): void
  sendBytes(message: Uint8Array<ArrayBuffer>): void
}

/** A run in progress, from `start` to `exit`. */
export class ActiveRun {
  /** Settles once: the result, or a SandrunError when the run was refused or the connection was lost. */
  readonly result: Promise<RunResult>
  readonly #settle = Promise.withResolvers<RunResult>()
  readonly #link: RunLink
  readonly #handlers: RunHandlers
  readonly #stdin: StdinWriter
  readonly #received: Record<OutputChannel, number> = { stdout: 0, stderr: 0 }
  readonly #handled: Record<OutputChannel, number> = { stdout: 0, stderr: 0 }
  #unacknowledged = 0
  #ticket: { runId: string; resumeToken: string } | null = null
  #stdinEnded = false
  #casesSeen = 0
  readonly #milestones = new Set<string>()
  #handling: Promise<void> | null = null
  #over = false

  constructor(link: RunLink, handlers: RunHandlers) {
    this.result = this.#settle.promise
    // A caller that only listens may ignore the result; that must not be an unhandled rejection.
    this.result.catch(() => {})
    this.#link = link
    this.#handlers = handlers
    this.#stdin = new StdinWriter((message) => link.sendBytes(message))
  }

  get over(): boolean {
    return this.#over
  }

  /** Resolves when the bytes are on their way; the program sets the pace. */
  writeStdin(bytes: Uint8Array): Promise<void> {
    return this.#stdin.write(bytes)
  }

  /** Sends end of file after everything written so far; on a terminal this is ^D. */
  endStdin(): void {
    void this.#stdin.flushed().then(() => {
      this.#stdinEnded = true
      // After a lost connection it is sent after the repeated bytes.
      if (!this.#stdin.held) this.#send({ type: 'stdin-end' })
    })
  }

  signal(name: SignalName): void {
    this.#send({ type: 'signal', name })
  }

  resize({ cols, rows }: TerminalSize): void {
    this.#send({ type: 'resize', cols, rows })
  }

  /** Ends the run: it exits with the verdict `cancelled` and the output so far. */
  cancel(): void {
    this.#send({ type: 'cancel' })
  }

  /** Takes a message for this run. */
  receive(message: ServerMessage): void {
    if (message.type !== 'heartbeat') this.#handlers.heard?.()
    switch (message.type) {
      case 'accepted':
        this.#ticket = { runId: message.runId, resumeToken: message.resumeToken }
        return this.#handlers.accepted?.(message.runId)
      case 'attached':
        // The service says again if the program still waits.
        this.#handlers.waiting?.(false)
        this.#stdin.resend(message.stdinOffset)
        if (this.#stdinEnded) this.#send({ type: 'stdin-end' })
        return this.#handlers.connection?.('resumed')
      case 'gap':
        return this.fail(new SandrunError('connection-lost', `Some ${message.channel} was lost in transit.`))
      case 'queued':
        // After it attaches, a client gets this again, even if its turn has passed.
        return this.#milestones.has('compile') ? undefined : this.#handlers.queued?.(message.position)
      case 'started':
        // After it attaches, a client gets the milestones again.
        if (this.#milestones.has('started')) return
        this.#milestones.add('started')
        return this.#handlers.started?.(message)
      case 'phase':
        if (this.#milestones.has(message.name)) return
        this.#milestones.add(message.name)
        return this.#handlers.phase?.(message.name, message.cached ?? false)
      case 'case':
        // After it attaches, a client gets all cases again.
        if (message.index < this.#casesSeen) return
        this.#casesSeen = message.index + 1
        return this.#handlers.case?.(message.index, message.result)
      case 'stdin-ack':
        return this.#stdin.acknowledge(message.offset)
      case 'waiting':
        return this.#handlers.waiting?.(message.waiting)
      case 'exit':
        // The last message: the service may now forget the run.
        this.#send({ type: 'ack', ...this.#received })
        return this.#finish(() => this.#settle.resolve(message.result))
      case 'error':
        return this.fail(SandrunError.fromBody(message))
      case 'welcome':
      case 'heartbeat':
        return
    }
  }

  receiveOutput({ channel, sequence, bytes }: DataFrame): void {
    if (channel === 'stdin' || this.#over) return
    this.#handlers.heard?.()
    if (sequence !== this.#received[channel] % 2 ** 32) {
      return this.fail(new SandrunError('connection-lost', `Some ${channel} was lost in transit.`))
    }
    this.#received[channel] += bytes.length
    this.#deliver(channel, bytes)
  }

  /** The message to find the run over another connection; null before it was accepted. */
  attachMessage(): Attach | null {
    if (this.#ticket === null || this.#over) return null
    return { type: 'attach', ...this.#ticket, ...this.#received }
  }

  /** The connection is lost; the client reconnects. */
  connectionLost(): void {
    this.#stdin.hold()
    this.#handlers.connection?.('lost')
  }

  /** Ends the run on this side only. */
  fail(error: unknown): void {
    this.#finish(() => this.#settle.reject(error))
  }

  #deliver(channel: OutputChannel, bytes: Uint8Array): void {
    const slow = this.#handling
    const handled =
      slow === null ? this.#handlers.output?.(channel, bytes) : slow.then(() => this.#handlers.output?.(channel, bytes))
    if (handled === undefined) return this.#done(channel, bytes)
    const handling = handled.then(() => this.#done(channel, bytes))
    this.#handling = handling
    handling.then(
      () => {
        if (this.#handling === handling) this.#handling = null
      },
      (error: unknown) => this.fail(error),
    )
  }

  #done(channel: OutputChannel, bytes: Uint8Array): void {
    this.#handled[channel] += bytes.length
    this.#unacknowledged += bytes.length
    if (this.#unacknowledged < ACK_EVERY_BYTES) return
    this.#unacknowledged = 0
    this.#send({ type: 'ack', ...this.#handled })
  }

  #finish(settle: () => void): void {
    if (this.#over) return
    this.#over = true
    this.#stdin.end()
    if (this.#handling === null) return settle()
    // Output on its way to a slow reader comes before the result.
    this.#handling.then(settle, settle)
  }

  #send(message: ClientMessage): void {
    if (!this.#over) this.#link.sendMessage(message)
  }
}
