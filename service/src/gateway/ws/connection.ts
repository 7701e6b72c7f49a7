import {
  type Attach,
  CLIENT_MESSAGE_TYPES,
  type ClientMessage,
  ClientMessageSchema,
  decodeFrame,
  type Hello,
  type Limits,
  parseOrThrow,
  PROTOCOL_VERSION,
  RunRequestSchema,
  SandrunError,
  type ServerMessage,
  toSandrunError,
} from '@sandrun/shared'
import type { FastifyBaseLogger } from 'fastify'
import type { Principal } from '../../model/principal.ts'
import { parseJson } from '../http/body/parse-json.ts'
import type { LiveRun, RunSink } from './live-run.ts'
import type { LiveRuns } from './live-runs.ts'

/** What a connection needs of its WebSocket. */
export interface Socket {
  send(message: string | Uint8Array, done?: () => void): void
  /** Codes by RFC 6455, section 7.4. */
  close(code: number, reason: string): void
  /** Holds back what the client says, but for what is here already. */
  pause(): void
  resume(): void
}

export interface ConnectionDependencies {
  liveRuns: LiveRuns
  maximum: Limits
  server: string
  /** Who the client is; throws `unauthorized` and its like. */
  identify(token: string | undefined): Promise<Principal>
  log: FastifyBaseLogger
}

const POLICY_VIOLATION = 1008

/** Who said hello. */
interface Client {
  token: string | undefined
  /** It acknowledges output, and may come back. */
  resume: boolean
}

/** One client: its hello, then its runs, one at a time. */
export class Connection {
  readonly #socket: Socket
  readonly #dependencies: ConnectionDependencies
  readonly #sink: RunSink = {
    send: (message) => this.#send(message),
    sendBytes: (message, taken) => (this.#open ? this.#socket.send(message, taken) : taken()),
    ended: () => {
      this.#last = this.#current
      this.#current = null
    },
    takenOver: () => {
      this.#current = null
      this.#refuse(new SandrunError('taken-over', 'Another client follows this run now.'))
    },
  }
  #client: Client | null = null
  #current: LiveRun | null = null
  /** The run before: its client acknowledges the rest after its end. */
  #last: LiveRun | null = null
  #open = true
  /** What the client says while it is being identified waits here. */
  #waiting: (() => void)[] | null = null

  constructor(socket: Socket, dependencies: ConnectionDependencies) {
    this.#socket = socket
    this.#dependencies = dependencies
  }

  /** A text message from the client. What is malformed closes the connection, with a coded error. */
  receiveText(text: string): void {
    this.#inOrder(() => {
      const message = parseMessage(text)
      if (message !== null) this.#dispatch(message)
    })
  }

  /** A binary message: stdin. */
  receiveBytes(message: Uint8Array): void {
    this.#inOrder(() => this.#receiveStdin(message))
  }

  /** The client is gone. */
  closed(): void {
    this.#open = false
    this.#current?.detach(this.#sink)
    this.#current = null
  }

  /** Deals with what the client says, after all it said before. What is malformed closes the connection. */
  #inOrder(action: () => void): void {
    if (this.#waiting !== null) {
      this.#waiting.push(action)
      return
    }
    try {
      action()
    } catch (error) {
      this.#closeWith(toSandrunError(error))
    }
  }

  #receiveStdin(message: Uint8Array): void {
    const frame = decodeFrame(message)
    if (this.#client === null) throw new SandrunError('protocol-violation', 'The first message is "hello".')
    if (frame?.channel !== 'stdin') {
      throw new SandrunError('protocol-violation', 'A client sends binary frames on channel 0 only.')
    }
    // A run may end while its stdin is under way.
    this.#current?.receiveStdin(frame.sequence, frame.bytes)
  }

  #dispatch(message: ClientMessage): void {
    if (message.type === 'hello') return this.#greet(message)
    if (this.#client === null) throw new SandrunError('protocol-violation', 'The first message is "hello".')
    const current = this.#current
    switch (message.type) {
      case 'start':
        return this.#start(message.run, this.#client)
      case 'attach':
        return this.#attach(message, this.#client)
      case 'stdin-end':
        return current?.endStdin()
      case 'signal':
        return current?.signal(message.name)
      case 'resize':
        return current?.resize({ cols: message.cols, rows: message.rows })
      case 'cancel':
        return current?.cancel()
      case 'ack':
        if ((current ?? this.#last)?.acknowledge(message) === false) {
          throw new SandrunError('protocol-violation', 'Output was acknowledged that was never sent.')
        }
    }
  }

  #greet(hello: Hello): void {
    const { server, maximum } = this.#dependencies
    if (this.#client !== null) throw new SandrunError('protocol-violation', 'There is one "hello" a connection.')
    if (hello.protocol !== PROTOCOL_VERSION) {
      throw new SandrunError(
        'unsupported-protocol',
        `This service speaks version ${PROTOCOL_VERSION} of the protocol, the client ${hello.protocol}.`,
      )
    }
    this.#whenIdentified(hello, ({ name, limits }) => {
      this.#client = { token: hello.token, resume: hello.resume ?? false }
      const maxima = { ...maximum, ...limits }
      this.#send({ type: 'welcome', protocol: PROTOCOL_VERSION, server, principal: name, limits: maxima })
    })
  }

  #start(request: unknown, client: Client): void {
    this.#whenIdentified(client, (principal) => {
      const { liveRuns } = this.#dependencies
      this.#follow(() => liveRuns.start(parseOrThrow(RunRequestSchema, request), principal, this.#sink, client.resume))
    })
  }

  #attach(message: Attach, client: Client): void {
    this.#whenIdentified(client, (principal) => {
      this.#follow(() => {
        if (!client.resume) {
          throw new SandrunError('protocol-violation', 'Only a client that said "resume" can attach.')
        }
        const live = this.#dependencies.liveRuns.find(message, principal)
        // Before anything is sent again, so that its end finds it.
        this.#current = live
        live.attach(this.#sink, message)
        return this.#current
      })
    })
  }

  /** Asks who the client is, for each run again: its token may have been revoked. What it says meanwhile waits. */
  #whenIdentified({ token }: Pick<Hello, 'token'>, proceed: (principal: Principal) => void): void {
    const waiting: (() => void)[] = []
    this.#waiting = waiting
    this.#socket.pause()
    const goOn = (action: () => void): void => {
      this.#waiting = null
      this.#socket.resume()
      for (const next of [action, ...waiting]) if (this.#open) this.#inOrder(next)
    }
    this.#dependencies.identify(token).then(
      (principal) => goOn(() => proceed(principal)),
      (error: unknown) => goOn(() => this.#closeWith(toSandrunError(error))),
    )
  }

  /** One run at a time; what can't begin is refused, and the connection goes on. */
  #follow(begin: () => LiveRun | null): void {
    if (this.#current !== null) {
      return this.#refuse(new SandrunError('already-running', 'This connection has a run already.'))
    }
    try {
      this.#current = begin()
    } catch (error) {
      this.#current = null
      this.#refuse(toSandrunError(error))
    }
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
  const json = parseJson(text)
  if (typeof json !== 'object' || json === null || !('type' in json) || typeof json.type !== 'string') {
    throw new SandrunError('protocol-violation', 'A message has no "type".')
  }
  return CLIENT_MESSAGE_TYPES.has(json.type) ? parseOrThrow(ClientMessageSchema, json) : null
}
