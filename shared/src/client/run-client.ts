import { SandrunError } from '../error-codes.ts'
import { decodeFrame } from '../frame.ts'
import type { ClientMessage } from '../protocol/client-message.ts'
import { type ServerMessage, ServerMessageSchema, type Welcome } from '../protocol/server-message.ts'
import { PROTOCOL_VERSION } from '../protocol/version.ts'
import type { RunRequest } from '../run-request.ts'
import { ActiveRun, type RunHandlers } from './active-run.ts'
import type { Transport } from './transport.ts'

export { ActiveRun, type RunHandlers } from './active-run.ts'
export { connectUrl, type Transport, type TransportListener, webSocketTransport } from './transport.ts'

export interface ConnectOptions {
  /** Who speaks, with its version: `vscode/0.1.0`. */
  client: string
  token?: string | undefined
  signal?: AbortSignal | undefined
}

/** One connection to a service: many runs, one at a time. */
export class RunClient {
  /** What the service said first; null until it has. */
  welcome: Welcome | null = null
  /** Resolves when the connection has ended, for whatever reason. */
  readonly closed: Promise<void>
  readonly #closed = Promise.withResolvers<void>()
  readonly #welcomed = Promise.withResolvers<Welcome>()
  readonly #transport: Transport
  #run: ActiveRun | null = null
  #open = true

  private constructor(transport: Transport, { client, token }: ConnectOptions) {
    this.closed = this.#closed.promise
    this.#transport = transport
    transport.listen({
      opened: () => this.#send({ type: 'hello', protocol: PROTOCOL_VERSION, client, token, resume: true }),
      message: (data) => (typeof data === 'string' ? this.#receiveText(data) : this.#receiveBytes(data)),
      closed: (reason) => this.#end(reason),
    })
  }

  /** Says hello and waits for the welcome. Throws a SandrunError: `unreachable`, or what the service answered. */
  static async connect(transport: Transport, options: ConnectOptions): Promise<RunClient> {
    const client = new RunClient(transport, options)
    const abort = (): void => {
      client.#welcomed.reject(options.signal?.reason)
      transport.close()
    }
    options.signal?.addEventListener('abort', abort, { once: true })
    try {
      options.signal?.throwIfAborted()
      client.welcome = await client.#welcomed.promise
      return client
    } catch (error) {
      transport.close()
      throw error
    } finally {
      options.signal?.removeEventListener('abort', abort)
    }
  }

  /** Starts a run. Throws `already-running` while the one before has not ended. */
  run(request: RunRequest, handlers: RunHandlers = {}): ActiveRun {
    if (this.#run !== null && !this.#run.over) {
      throw new SandrunError('already-running', 'This connection has a run already.')
    }
    const run = new ActiveRun(
      { sendMessage: (message) => this.#send(message), sendBytes: (bytes) => this.#sendBytes(bytes) },
      handlers,
    )
    this.#run = run
    if (this.#open) this.#send({ type: 'start', run: request })
    else run.fail(new SandrunError('unreachable', 'The connection to the service has ended.'))
    return run
  }

  close(): void {
    this.#transport.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #receiveText(text: string): void {
    const message = parseMessage(text)
    if (message === null) return
    if (message.type === 'welcome') return this.#welcomed.resolve(message)
    if (this.#run !== null && !this.#run.over) return this.#run.receive(message)
    if (message.type === 'error') this.#welcomed.reject(SandrunError.fromBody(message))
  }

  #receiveBytes(data: Uint8Array): void {
    const frame = decodeFrame(data)
    if (frame !== null) this.#run?.receiveOutput(frame)
  }

  #end(reason: string): void {
    this.#open = false
    this.#welcomed.reject(new SandrunError('unreachable', `The service does not answer (${reason}).`))
    this.#run?.fail(new SandrunError('connection-lost', `The connection to the service was lost (${reason}).`))
    this.#closed.resolve()
  }

  #send(message: ClientMessage): void {
    if (this.#open) this.#transport.send(JSON.stringify(message))
  }

  #sendBytes(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#open) this.#transport.send(bytes)
  }
}

/** A message this client knows, or null: what a newer service adds is passed over. */
function parseMessage(text: string): ServerMessage | null {
  try {
    const result = ServerMessageSchema.safeParse(JSON.parse(text))
    return result.success ? result.data : null
  } catch {
    return null
  }
}
