import { createHash, randomBytes } from 'node:crypto'
import {
  decodeFrame,
  type OutputChannel,
  type RunResult,
  SandrunError,
  type ServerMessage,
  type SignalName,
  type TerminalSize,
  toSandrunError,
} from '@sandrun/shared'
import type { RunHandle, RunStart, StartedFacts } from '../../ports/run-host.ts'
import type { RunQueue } from '../../ports/run-queue.ts'
import { lostResult } from '../../model/lost-job.ts'
import type { Links } from './links.ts'
import type { LinkReader, RunLink } from './run-link.ts'

const NEVER_BEGAN = { version: 'unknown', verdict: 'cancelled', message: 'Cancelled before it started.' } as const

interface RemoteRunOptions {
  /** Its id in the queue and the directory. */
  ticket: string
  /** Id of its language. */
  language: string
  /** Its client may reconnect. */
  isResumable: boolean
  queue: RunQueue
  links: Links
}

/** A run that this gateway requested, on any worker. Its log holds what the worker sends. */
export class RemoteRun implements RunHandle, LinkReader {
  readonly id: string
  readonly ticket: string
  readonly resumeToken = randomBytes(24).toString('base64url')
  readonly finished: Promise<RunResult>
  readonly link: RunLink
  readonly #start: RunStart
  readonly language: string
  readonly #isResumable: boolean
  readonly #queue: RunQueue
  readonly #links: Links
  readonly #settled = Promise.withResolvers<RunResult>()
  readonly #createdAt = new Date()
  #client: LinkReader | null = null
  /** Its worker has asked whether it may begin. */
  #asked = false
  /** Another client follows it, perhaps through another gateway. */
  #isTakenOver = false
  #started: StartedFacts | null = null
  #refusal: { error: unknown } | null = null
  #stdinSent = 0

  constructor(start: RunStart, { ticket, language, isResumable, queue, links }: RemoteRunOptions) {
    this.id = start.id
    this.ticket = ticket
    this.#isResumable = isResumable
    this.#start = start
    this.language = language
    this.#queue = queue
    this.#links = links
    this.finished = this.#settled.promise
    this.link = links.open(ticket, this)
  }

  /** Sends all events to its client too. */
  follow(client: LinkReader): void {
    this.#client = client
  }

  writeStdin(bytes: Uint8Array): void {
    this.link.tell({ type: 'stdin', sequence: this.#stdinSent }, bytes)
    this.#stdinSent += bytes.length
  }

  endStdin(): void {
    this.link.tell({ type: 'stdin-end' })
  }

  signal(name: SignalName): void {
    this.link.tell({ type: 'signal', name })
  }

  resize({ cols, rows }: TerminalSize): void {
    this.link.tell({ type: 'resize', cols, rows })
  }

  cancel(): void {
    this.link.tell({ type: 'cancel' })
    // If it can't be withdrawn, it can't be claimed either: the queue is unreachable.
    if (this.link.worker === null) this.#withdraw().catch(() => {})
  }

  /** This gateway ends. */
  close(): void {
    const hasBegun = this.#asked || this.#started !== null || this.#isRejoined
    if (!this.#isTakenOver && !(this.#start.outlives === true && hasBegun)) return this.cancel()
    this.failed(new SandrunError('shutting-down', 'The gateway is shutting down.'))
  }

  consumed(bytes: number): void {
    this.link.tell({ type: 'consumed', bytes })
  }

  /** Reports its place in the queue. */
  queued(position: number): void {
    const message = { type: 'queued', position } as const
    this.#start.log.append(message)
    this.#client?.message(message)
  }

  claimed(): void {
    this.#client?.claimed?.()
  }

  waiting(): void {
    this.#asked = false
    // The next worker asks only the gateway that requested the run, which is dead.
    if (this.#isRejoined) return this.lost()
    this.#client?.waiting?.()
  }

  beginning(started: StartedFacts): void {
    this.#asked = true
    const begun = this.#start.begin?.(started, this.ticket) ?? Promise.resolve()
    begun.then(
      () => this.link.tell({ type: 'begin', may: true }),
      (error: unknown) => {
        this.#refusal = { error }
        this.link.tell({ type: 'begin', may: false })
      },
    )
  }

  message(message: ServerMessage): void {
    const { log } = this.#start
    switch (message.type) {
      case 'started':
        this.#started = message
        log.append(message)
        break
      case 'queued':
      case 'phase':
      case 'case':
        log.append(message)
        break
      case 'stdin-ack':
        log.tookStdin(message.offset - log.stdinTaken)
        break
      case 'waiting':
        log.noteWaiting(message.waiting)
        break
      case 'accepted':
      case 'attached':
      case 'error':
      case 'exit':
      case 'gap':
      case 'heartbeat':
      case 'welcome':
    }
    this.#client?.message(message)
  }

  output(channel: OutputChannel, end: number, message: Uint8Array): void {
    const { log } = this.#start
    const bytes = decodeFrame(message)?.bytes ?? message
    // Skip output that came twice, or that another gateway has received.
    if (log.end(channel) + bytes.length === end) log.appendOutput(channel, bytes)
    this.#client?.output(channel, end, message)
  }

  ended(): void {
    this.#client?.ended()
  }

  takenOver(): void {
    this.#isTakenOver = true
    this.#client?.takenOver()
    this.#client = null
  }

  result(result: RunResult): void {
    this.#links.close(this.link)
    this.#settled.resolve(result)
  }

  failed(error: unknown): void {
    this.#links.close(this.link)
    this.#settled.reject(this.#refusal === null ? error : this.#refusal.error)
  }

  lost(): void {
    this.result(lostResult({ id: this.id, language: this.language, startedAt: this.#now(), started: this.#started }))
  }

  broken(): void {
    if (this.#isResumable) this.#links.pass(this.link)
    else if (this.#client === null) this.link.tell({ type: 'cancel' })
    this.#client?.broken()
    this.#client = null
    this.failed(connectionLost())
  }

  interrupted(): void {
    // Another gateway may follow it by now. If none comes, its worker ends it.
    if (this.#start.outlives === true) this.failed(connectionLost())
    else this.broken()
  }

  leave(): void {
    if (this.#isResumable && this.#client !== null) this.broken()
  }

  /** The queue did not accept it. */
  refused(error: unknown): void {
    this.failed(toSandrunError(error))
  }

  /** Another gateway requested it: the store has let it begin. */
  get #isRejoined(): boolean {
    return this.#start.outlives === true && this.#start.begin === undefined
  }

  async #withdraw(): Promise<void> {
    if (!(await this.#queue.withdraw(this.ticket))) return
    const facts = { id: this.id, language: this.language, warnings: [], warm: false, startedAt: this.#now() }
    this.result({ ...facts, ...NEVER_BEGAN, queuedMs: Date.now() - this.#createdAt.getTime() })
  }

  #now(): string {
    return this.#createdAt.toISOString()
  }
}

function connectionLost(): SandrunError {
  return new SandrunError('connection-lost', "The gateway lost the connection to the run's worker.")
}

/** The hash to store instead of a secret token. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
