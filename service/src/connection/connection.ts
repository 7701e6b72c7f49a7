import type { IncomingHttpHeaders } from 'node:http'
import {
  CLIENT_MESSAGE_TYPES,
  type ClientMessage,
  ClientMessageSchema,
  decodeFrame,
  type Hello,
  type Limits,
  parseOrThrow,
  PROTOCOL_VERSION,
  type RunRequest,
  RunRequestSchema,
  type RunResult,
  SandrunError,
  type ServerMessage,
  STDIN_WINDOW_BYTES,
  toSandrunError,
} from '@sandrun/shared'
import type { FastifyBaseLogger } from 'fastify'
import type { Run } from '../run/run.ts'
import type { RunService } from '../run/run-service.ts'
import { OutputFlow } from './output-flow.ts'

/** What a connection needs of its WebSocket. */
export interface Socket {
  send(message: string | Uint8Array, done?: () => void): void
  /** Codes by RFC 6455, section 7.4. */
  close(code: number, reason: string): void
}

export interface ConnectionDependencies {
  runs: RunService
  maximum: Limits
  server: string
  /** Who asks; throws `unauthorized`. */
  identify(headers: IncomingHttpHeaders, token: string | undefined): string
  log: FastifyBaseLogger
}

const POLICY_VIOLATION = 1008

interface CurrentRun {
  run: Run
  flow: OutputFlow
  stdinReceived: number
  stdinTaken: number
}

/** One client: its hello, then its runs, one at a time. */
export class Connection {
  readonly #socket: Socket
  readonly #headers: IncomingHttpHeaders
  readonly #dependencies: ConnectionDependencies
  #hello: Hello | null = null
  #current: CurrentRun | null = null
  #open = true

  constructor(socket: Socket, headers: IncomingHttpHeaders, dependencies: ConnectionDependencies) {
    this.#socket = socket
    this.#headers = headers
    this.#dependencies = dependencies
  }

  /** A text message from the client. What is malformed closes the connection, with a coded error. */
  receiveText(text: string): void {
    try {
      const message = parseMessage(text)
      if (message !== null) this.#dispatch(message)
    } catch (error) {
      this.#closeWith(toSandrunError(error))
    }
  }

  /** A binary message: stdin. */
  receiveBytes(message: Uint8Array): void {
    const frame = decodeFrame(message)
    if (frame?.channel !== 'stdin') {
      return this.#closeWith(new SandrunError('protocol-violation', 'A client sends binary frames on channel 0 only.'))
    }
    const current = this.#current
    // A run may end while its stdin is under way.
    if (current === null) return
    if (frame.sequence !== current.stdinReceived % 2 ** 32) {
      return this.#closeWith(new SandrunError('protocol-violation', 'Stdin has a gap.'))
    }
    current.stdinReceived += frame.bytes.length
    if (current.stdinReceived - current.stdinTaken > STDIN_WINDOW_BYTES) {
      return this.#closeWith(new SandrunError('protocol-violation', 'More stdin is under way than the window allows.'))
    }
    current.run.writeStdin(frame.bytes)
  }

  /** The client is gone: so is its run. */
  closed(): void {
    this.#open = false
    this.#current?.flow.abandon()
    this.#current?.run.cancel()
  }

  #dispatch(message: ClientMessage): void {
    if (message.type === 'hello') return this.#greet(message)
    if (this.#hello === null) throw new SandrunError('protocol-violation', 'The first message is "hello".')
    const current = this.#current
    switch (message.type) {
      case 'start':
        return void this.#start(message.run, this.#hello)
      case 'stdin-end':
        return current?.run.endStdin()
      case 'signal':
        return current?.run.signal(message.name)
      case 'resize':
        return current?.run.resize({ cols: message.cols, rows: message.rows })
      case 'cancel':
        return current?.run.cancel()
      case 'ack':
        if (current?.flow.acknowledge(message) === false) {
          throw new SandrunError('protocol-violation', 'Output was acknowledged that was never sent.')
        }
    }
  }

  #greet(hello: Hello): void {
    const { server, maximum } = this.#dependencies
    if (this.#hello !== null) throw new SandrunError('protocol-violation', 'There is one "hello" a connection.')
    if (hello.protocol !== PROTOCOL_VERSION) {
      throw new SandrunError(
        'unsupported-protocol',
        `This service speaks version ${PROTOCOL_VERSION} of the protocol, the client ${hello.protocol}.`,
      )
    }
    const principal = this.#dependencies.identify(this.#headers, hello.token)
    this.#hello = hello
    this.#send({ type: 'welcome', protocol: PROTOCOL_VERSION, server, principal, limits: maximum })
  }

  async #start(request: unknown, { resume = false }: Hello): Promise<void> {
    if (this.#current !== null) {
      return this.#refuse(new SandrunError('already-running', 'This connection has a run already.'))
    }
    try {
      const result = await this.#begin(parseOrThrow(RunRequestSchema, request), resume)
      this.#current = null
      this.#send({ type: 'exit', result })
    } catch (error) {
      this.#current = null
      this.#refuse(toSandrunError(error))
    }
  }

  #begin(request: RunRequest, resume: boolean): Promise<RunResult> {
    const flow = new OutputFlow({ send: (message, done) => this.#socket.send(message, done) }, resume, (bytes) =>
      current.run.consumed(bytes),
    )
    const { run, finished } = this.#dependencies.runs.start(
      request,
      {
        queued: (position) => this.#send({ type: 'queued', position }),
        started: (started) => this.#send({ type: 'started', ...started }),
        phase: (name) => this.#send({ type: 'phase', name }),
        output: (channel, bytes) => flow.write(channel, bytes),
        stdinTaken: (offset) => {
          current.stdinTaken = offset
          this.#send({ type: 'stdin-ack', offset })
        },
      },
      { live: true },
    )
    const current: CurrentRun = { run, flow, stdinReceived: 0, stdinTaken: 0 }
    this.#current = current
    this.#send({ type: 'accepted', runId: run.id, resumeToken: run.resumeToken })
    return finished
  }

  #refuse(error: SandrunError): void {
    this.#log(error)
    this.#send({ type: 'error', ...error.toBody() })
  }

  #closeWith(error: SandrunError): void {
    if (!this.#open) return
    this.#refuse(error)
    // The reason of a close frame holds 123 bytes (RFC 6455, section 5.5.1); the codes are far shorter.
    this.#socket.close(POLICY_VIOLATION, error.code)
    this.closed()
  }

  #log(error: SandrunError): void {
    const level = error.code === 'internal' ? 'error' : 'debug'
    this.#dependencies.log[level]({ err: error, code: error.code }, 'a client was refused')
  }

  #send(message: ServerMessage): void {
    if (this.#open) this.#socket.send(JSON.stringify(message))
  }
}

/** Null for a type this version does not know: a newer client may say more. */
function parseMessage(text: string): ClientMessage | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new SandrunError('invalid-json', 'A text message was not JSON.', { cause: error })
  }
  if (typeof json !== 'object' || json === null || !('type' in json) || typeof json.type !== 'string') {
    throw new SandrunError('protocol-violation', 'A message has no "type".')
  }
  return CLIENT_MESSAGE_TYPES.has(json.type) ? parseOrThrow(ClientMessageSchema, json) : null
}
