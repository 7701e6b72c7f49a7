import { randomUUID } from 'node:crypto'
import { type OutputChannel, type RunResult, SandrunError, type ServerMessage, type SessionInfo } from '@sandrun/shared'
import { encodeLinkFrame, type PlainToWorker, type Received, type ToGateway } from '../../model/link-frame.ts'
import type { StartedFacts } from '../../ports/run-host.ts'

/** Receives the events of a run, in order. */
export interface LinkReader {
  /** A worker has claimed it: the first one, or the next after that died. */
  claimed?(): void
  /** It waits again: its worker died before it began. */
  waiting?(): void
  beginning?(started: StartedFacts): void
  message(message: ServerMessage): void
  /** A message for the client, which brings the channel up to `end`. */
  output(channel: OutputChannel, end: number, message: Uint8Array): void
  /** No more messages for the client. */
  ended(): void
  takenOver(): void
  result?(result: RunResult): void
  failed?(error: SandrunError): void
  /** The session is like this; null: it has ended. */
  session?(info: SessionInfo | null): void
  /** Its worker died after it had begun. */
  lost(): void
  /** Messages are missing. This is the last call. */
  broken(): void
  /** The same, because this node counted as dead: another one may have the run by now. Absent: `broken`. */
  interrupted?(): void
  /** This gateway ends: clients that can reconnect use another one. */
  leave(): void
}

export interface LinkWay {
  /** This node. */
  node: () => string
  send(node: string, message: Uint8Array): void
}

/** A gateway's side of a run. Keeps all messages until the run has begun, for any worker that claims it. */
export class RunLink {
  readonly run: string
  readonly id = randomUUID()
  readonly #way: LinkWay
  readonly #reader: LinkReader
  #worker: string | null = null
  /** Its worker has the order, and has not claimed it yet. */
  #isOrdered = false
  #sent = 0
  #received = 0
  /** Null once the run has begun: no other worker can claim it then. */
  #early: (readonly [PlainToWorker, Uint8Array | undefined])[] | null = []

  constructor(run: string, way: LinkWay, reader: LinkReader) {
    this.run = run
    this.#way = way
    this.#reader = reader
  }

  /** The node that has the run, as far as this gateway knows. */
  get worker(): string | null {
    return this.#worker
  }

  tell(frame: PlainToWorker, bytes?: Uint8Array): void {
    // The caller may reuse the bytes after this.
    const kept = bytes === undefined ? undefined : Uint8Array.from(bytes)
    // An answer is only for the worker that asked.
    if (frame.type !== 'begin') this.#early?.push([frame, kept])
    if (this.#worker !== null && !this.#isOrdered) this.#send(this.#worker, frame, kept)
  }

  /** Has this worker, and no other, carry out the run. */
  order(worker: string, order: Uint8Array): void {
    this.#worker = worker
    this.#isOrdered = true
    this.#send(worker, { type: 'order' }, order)
  }

  /** Asks the worker to send its events or its answer to this link from now on. */
  attach(worker: string, frame: Extract<PlainToWorker, { type: 'attach' | 'rejoin' | 'ask' }>): void {
    this.#worker = worker
    this.#send(worker, frame, undefined)
  }

  receive({ frame, bytes }: Received<ToGateway>): void {
    if (frame.type === 'claimed') {
      if (frame.from !== this.#worker || this.#isOrdered) this.#claimed(frame.from)
      return
    }
    if (frame.type === 'over') {
      // Unless a message of a worker has come meanwhile.
      if (this.#worker === null) this.workerDied('lost')
      return
    }
    // Sent by a worker that counted as dead, or repeated.
    if (frame.from !== this.#worker || frame.n < this.#received) return
    if (frame.n > this.#received) return this.#reader.broken()
    this.#received++
    this.#tell(frame, bytes)
  }

  /** Its worker is gone. */
  workerDied(state: 'waiting' | 'lost'): void {
    this.#worker = null
    if (state === 'lost') this.#reader.lost()
    else this.#reader.waiting?.()
  }

  /** This node counted as dead, so no worker sends it anything any more. */
  interrupt(): void {
    if (this.#reader.interrupted === undefined) this.#reader.broken()
    else this.#reader.interrupted()
  }

  leave(): void {
    this.#reader.leave()
  }

  #claimed(worker: string): void {
    this.#worker = worker
    this.#isOrdered = false
    ;[this.#sent, this.#received] = [0, 1]
    for (const [frame, bytes] of this.#early ?? []) this.#send(worker, frame, bytes)
    this.#reader.claimed?.()
  }

  #send(worker: string, frame: PlainToWorker, bytes: Uint8Array | undefined): void {
    const head = { run: this.run, link: this.id, from: this.#way.node(), n: this.#sent++ }
    this.#way.send(worker, encodeLinkFrame({ ...frame, ...head }, bytes))
  }

  #tell(frame: Exclude<ToGateway, { type: 'claimed' | 'over' }>, bytes: Uint8Array): void {
    const reader = this.#reader
    switch (frame.type) {
      case 'beginning':
        return reader.beginning?.(frame.started)
      case 'message':
        if (frame.message.type === 'started') this.#early = null
        return reader.message(frame.message)
      case 'output':
        return reader.output(frame.channel, frame.end, bytes)
      case 'ended':
        return reader.ended()
      case 'taken-over':
        return reader.takenOver()
      case 'result':
        return reader.result?.(frame.result)
      case 'failed':
        return reader.failed?.(SandrunError.fromBody(frame.error))
      case 'session':
        return reader.session?.(frame.info)
      case 'broken':
        return reader.broken()
    }
  }
}
