import { SandrunError } from '../error-codes.ts'
import { decodeFrame } from '../frame.ts'
import type { ClientMessage } from '../protocol/client-message.ts'
import { type ServerMessage, ServerMessageSchema, type Welcome } from '../protocol/server-message.ts'
import { PROTOCOL_VERSION, RESUME_GRACE_MS } from '../protocol/version.ts'
import type { RunRequest } from '../run-request.ts'
import { ActiveRun, type RunHandlers } from './active-run.ts'
import { excessOf } from './request-size.ts'
import { HeartbeatWatch } from './heartbeat-watch.ts'
import type { Transport } from './transport.ts'

export interface ConnectOptions {
  /** The client's name and version: `vscode/0.1.0`. */
  client: string
  token?: string | undefined
  signal?: AbortSignal | undefined
}

/** Between two attempts to find a lost run: short at first, at most this long, in milliseconds. */
const FIRST_RETRY_MS = 100
const LONGEST_RETRY_MS = 2000
/** How long an attempt may take; the next may succeed faster. */
const ATTEMPT_MS = 5000

/** The search for a lost run. */
interface Search {
  /** Why the connection broke. */
  reason: string
  /** When to give up. */
  deadline: number
  /** The control messages that went with the last `attach`. */
  sent: ClientMessage[]
  /** The service could not look for the run. */
  isRefused: boolean
}

/** One connection to a service: many runs, one at a time. A run outlives a connection that breaks. */
export class RunClient {
  /** The service's first message; null until it arrives. */
  welcome: Welcome | null = null
  /** Resolves when the connection has ended for good, for any reason. */
  readonly closed: Promise<void>
  readonly #closed = Promise.withResolvers<void>()
  readonly #open: () => Transport
  readonly #options: ConnectOptions
  #transport: Transport | null = null
  #welcomed = Promise.withResolvers<Welcome>()
  #run: ActiveRun | null = null
  #state: 'connecting' | 'open' | 'lost' | 'closed' = 'connecting'
  readonly #heartbeats = new HeartbeatWatch(() => this.#dropTransport('it went silent'))
  /** Control messages that wait for a new connection. */
  #waiting: ClientMessage[] = []
  /** From the loss of a run until the service answers `attach`. */
  #search: Search | null = null

  private constructor(open: () => Transport, options: ConnectOptions) {
    this.closed = this.#closed.promise
    this.#open = open
    this.#options = options
  }

  /**
   * Says hello and waits for the welcome. `open` makes a new transport, also after a connection broke during a run.
   * Throws a SandrunError: `unreachable`, or what the service answered.
   */
  static async connect(open: () => Transport, options: ConnectOptions): Promise<RunClient> {
    const client = new RunClient(open, options)
    const abort = (): void => {
      client.#welcomed.reject(options.signal?.reason)
      client.close()
    }
    options.signal?.addEventListener('abort', abort, { once: true })
    try {
      options.signal?.throwIfAborted()
      client.welcome = await client.#greet()
      client.#state = 'open'
      return client
    } catch (error) {
      client.close()
      throw error
    } finally {
      options.signal?.removeEventListener('abort', abort)
    }
  }

  /** Starts a run. Throws `already-running` if the last one has not ended. */
  run(request: RunRequest, handlers: RunHandlers = {}): ActiveRun {
    if (this.#run !== null && !this.#run.over) {
      throw new SandrunError('already-running', 'This connection already has a run.')
    }
    const run = new ActiveRun(
      {
        sendMessage: (message) => this.#send(message),
        sendBytes: (bytes) => this.#sendBytes(bytes),
      },
      handlers,
    )
    this.#run = run
    if (this.#state === 'open') this.#start(run, request)
    else run.fail(new SandrunError('unreachable', 'The connection to the service ended.'))
    return run
  }

  #start(run: ActiveRun, request: RunRequest): void {
    const message = JSON.stringify({ type: 'start', run: request } satisfies ClientMessage)
    const excess = excessOf(request, message, this.welcome?.maxMessageBytes)
    if (excess === null) this.#transport?.send(message)
    else run.fail(excess)
  }

  /** Closes the connection and ends its run. */
  close(): void {
    if (this.#state === 'closed') return
    this.#run?.cancel()
    this.#state = 'closed'
    this.#transport?.close()
    this.#giveUp('closed')
  }

  [Symbol.dispose](): void {
    this.close()
  }

  /** Opens a transport and waits for its welcome. */
  async #greet(): Promise<Welcome> {
    this.#welcomed = Promise.withResolvers()
    const transport = this.#open()
    this.#transport = transport
    const { client, token } = this.#options
    const hello: ClientMessage = { type: 'hello', protocol: PROTOCOL_VERSION, client, token, resume: true }
    transport.listen({
      opened: () => transport.send(JSON.stringify(hello)),
      message: (data) => {
        this.#heartbeats.received()
        if (typeof data === 'string') this.#receiveText(data)
        else this.#receiveBytes(data)
      },
      closed: (reason) => {
        if (this.#transport === transport) this.#end(reason)
      },
    })
    return this.#welcomed.promise
  }

  #receiveText(text: string): void {
    const message = parseMessage(text)
    if (message === null) return
    if (message.type === 'heartbeat') return
    if (message.type === 'welcome') {
      this.#heartbeats.watch(message.heartbeatMs)
      return this.#welcomed.resolve(message)
    }
    if (this.#state === 'connecting') {
      if (message.type === 'error') this.#welcomed.reject(SandrunError.fromBody(message))
      return
    }
    const search = this.#search
    if (search !== null && message.type === 'error' && message.code === 'cluster-unavailable') {
      // The run may continue, though the service can't find it now.
      search.isRefused = true
      return this.#dropTransport(message.message)
    }
    this.#search = null
    // The run was lost with its service, or has ended; no request was wrong.
    if (search !== null && message.type === 'error' && message.code === 'not-found')
      return this.#lose(`${search.reason}; now the service does not know the run`)
    this.#run?.receive(message)
  }

  #receiveBytes(data: Uint8Array): void {
    const frame = decodeFrame(data)
    if (frame !== null) this.#run?.receiveOutput(frame)
  }

  /** Treats the connection as ended, though nothing says so. */
  #dropTransport(reason: string): void {
    const transport = this.#transport
    this.#transport = null
    transport?.close()
    this.#end(reason)
  }

  #end(reason: string): void {
    this.#heartbeats.stop()
    this.#welcomed.reject(new SandrunError('unreachable', `The service does not answer (${reason}).`))
    if (this.#state !== 'open') return
    const run = this.#run
    const refused = this.#search?.isRefused === true ? this.#search : null
    const deadline = refused?.deadline ?? Date.now() + RESUME_GRACE_MS
    if (run === null || run.attachMessage() === null || Date.now() >= deadline) return this.#giveUp(reason)
    this.#state = 'lost'
    if (refused === null) run.connectionLost()
    else this.#waiting.unshift(...refused.sent)
    this.#search = { reason, deadline, sent: [], isRefused: false }
    void this.#findAgain(run, reason, this.#search, refused === null ? 0 : LONGEST_RETRY_MS)
  }

  /** Tries to reconnect until the service would have given the run up. */
  async #findAgain(run: ActiveRun, reason: string, { deadline, sent }: Search, firstMs: number): Promise<void> {
    if (firstMs > 0) await new Promise((resolve) => setTimeout(resolve, firstMs))
    for (let pause = FIRST_RETRY_MS; this.#state === 'lost'; pause = Math.min(pause * 2, LONGEST_RETRY_MS)) {
      try {
        const late = setTimeout(() => this.#dropTransport('no answer in time'), ATTEMPT_MS)
        await this.#greet().finally(() => clearTimeout(late))
        if (this.#state !== 'lost') return this.#transport?.close()
        const attach = run.attachMessage()
        this.#state = 'open'
        if (attach !== null) this.#send(attach)
        sent.push(...this.#waiting.splice(0))
        for (const message of sent) this.#send(message)
        return
      } catch {
        if (Date.now() + pause > deadline) return this.#giveUp(reason)
        await new Promise((resolve) => setTimeout(resolve, pause))
      }
    }
  }

  #giveUp(reason: string): void {
    this.#heartbeats.stop()
    this.#state = 'closed'
    this.#lose(reason)
    this.#closed.resolve()
  }

  #lose(reason: string): void {
    this.#run?.fail(new SandrunError('connection-lost', `The connection to the service was lost (${reason}).`))
  }

  #send(message: ClientMessage): void {
    if (this.#state === 'open') this.#transport?.send(JSON.stringify(message))
    // `attach` carries the acknowledged offsets.
    else if (this.#state === 'lost' && message.type !== 'ack') this.#waiting.push(message)
  }

  /** Stdin without a connection is sent again when there is one. */
  #sendBytes(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#state === 'open') this.#transport?.send(bytes)
  }
}

/** A message this client knows, or null: it ignores what a newer service adds. */
function parseMessage(text: string): ServerMessage | null {
  try {
    const result = ServerMessageSchema.safeParse(JSON.parse(text))
    return result.success ? result.data : null
  } catch {
    return null
  }
}
