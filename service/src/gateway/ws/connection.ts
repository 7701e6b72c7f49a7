import {
  type Attach,
  type ClientMessage,
  decodeFrame,
  type Hello,
  parseOrThrow,
  PROTOCOL_VERSION,
  RunRequestSchema,
  SandrunError,
  type ServerMessage,
  toSandrunError,
} from '@sandrun/shared'
import type { Principal } from '../../model/principal.ts'
import type { LiveRun, RunSink } from '../../ports/live-run.ts'
import type { ConnectionDependencies, Socket } from './connection-dependencies.ts'
import { MessageOrder } from './message-order.ts'
import { parseMessage } from './parse-message.ts'

const POLICY_VIOLATION = 1008

/** RFC 6455, section 7.4.2 and the registry it names: the service restarts, reconnect. */
const SERVICE_RESTART = 1012

/** How often a client gets a heartbeat: after three missing ones it reconnects. */
export const HEARTBEAT_MS = 5000

/** A client that has said hello. */
interface Client {
  token: string | undefined
  /** It acknowledges output, and may reconnect. */
  resume: boolean
}

/** One client: its hello, then its runs, one at a time. */
export class Connection {
  readonly #socket: Socket
  readonly #dependencies: ConnectionDependencies
  readonly #sink: RunSink = {
    send: (message) => this.#send(message),
    sendBytes: (message, taken) => (this.#open ? this.#socket.sendBytes(message, taken) : taken()),
    ended: () => {
      this.#last = this.#current
      this.#current = null
    },
    takenOver: () => {
      this.#current = null
      this.#refuse(new SandrunError('taken-over', 'Another client now follows this run.'))
    },
    interrupted: () => {
      this.#current = null
      if (this.#open) this.#socket.close(SERVICE_RESTART, 'interrupted')
      this.closed()
    },
  }
  #client: Client | null = null
  #current: LiveRun | null = null
  /** The previous run: its client acknowledges the rest after its end. */
  #last: LiveRun | null = null
  #open = true
  readonly #order: MessageOrder

  constructor(socket: Socket, dependencies: ConnectionDependencies) {
    this.#socket = socket
    this.#dependencies = dependencies
    this.#order = new MessageOrder(socket, {
      isOpen: () => this.#open,
      failed: (error) => this.#closeWith(toSandrunError(error)),
    })
  }

  /** Handles a text message. A malformed one closes the connection, with a coded error. */
  receiveText(text: string): void {
    this.#order.add(() => {
      const message = parseMessage(text)
      if (message !== null) this.#dispatch(message)
    })
  }

  /** Handles a binary message: stdin. */
  receiveBytes(message: Uint8Array): void {
    this.#order.add(() => this.#receiveStdin(message))
  }

  /** Call it every HEARTBEAT_MS. */
  beat(): void {
    if (this.#client !== null) this.#send({ type: 'heartbeat' })
  }

  /** The client is gone. */
  closed(): void {
    this.#open = false
    this.#current?.detach(this.#sink)
    this.#current = null
  }

  #receiveStdin(message: Uint8Array): void {
    const frame = decodeFrame(message)
    if (this.#client === null) throw new SandrunError('protocol-violation', 'The first message must be "hello".')
    if (frame?.channel !== 'stdin') {
      throw new SandrunError('protocol-violation', 'A client sends binary frames on channel 0 only.')
    }
    // A run may end while its stdin is on the way.
    this.#current?.receiveStdin(frame.sequence, frame.bytes)
  }

  #dispatch(message: ClientMessage): void {
    if (message.type === 'hello') return this.#greet(message)
    if (this.#client === null) throw new SandrunError('protocol-violation', 'The first message must be "hello".')
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
        return message.cols > 0 && message.rows > 0
          ? current?.resize({ cols: message.cols, rows: message.rows })
          : undefined
      case 'cancel':
        return current?.cancel()
      case 'ack':
        if ((current ?? this.#last)?.acknowledge(message) === false) {
          throw new SandrunError('protocol-violation', 'The client acknowledged output that the service never sent.')
        }
    }
  }

  #greet(hello: Hello): void {
    const { runs, server, maximum, maxMessageBytes } = this.#dependencies
    if (this.#client !== null) throw new SandrunError('protocol-violation', 'A connection can have only one "hello".')
    if (hello.protocol !== PROTOCOL_VERSION) {
      throw new SandrunError(
        'unsupported-protocol',
        `The service speaks protocol version ${PROTOCOL_VERSION}, the client ${hello.protocol}.`,
      )
    }
    this.#order.hold(async () => {
      const principal = await this.#identify(hello)
      return () => {
        this.#client = { token: hello.token, resume: hello.resume ?? false }
        this.#send({
          type: 'welcome',
          protocol: PROTOCOL_VERSION,
          server,
          principal: principal.name,
          limits: { ...maximum, ...principal.limits },
          maxMessageBytes,
          ...(runs.mayBuild(principal) && { mayBuild: true }),
          heartbeatMs: HEARTBEAT_MS,
        })
      }
    })
  }

  #start(request: unknown, client: Client): void {
    const { runs, liveRuns } = this.#dependencies
    this.#order.hold(async () => {
      const principal = await this.#identify(client)
      return this.#follow(async () => {
        const submitted = await runs.start(parseOrThrow(RunRequestSchema, request), {
          principal,
          live: true,
          resumable: client.resume,
        })
        const live = liveRuns.follow({ ...submitted, owner: principal.id, resumable: client.resume })
        // Its client left during the submission, and does not know of it.
        if (!this.#open) live.cancel()
        return () => {
          this.#current = live
          live.open(this.#sink)
        }
      })
    })
  }

  #attach(message: Attach, client: Client): void {
    this.#order.hold(async () => {
      const principal = await this.#identify(client)
      return this.#follow(async () => {
        if (!client.resume) {
          throw new SandrunError('protocol-violation', 'Only a client that sent "resume" can attach.')
        }
        const live = await this.#dependencies.liveRuns.find(message, principal)
        return () => {
          // Before anything is sent again, so that the run's end finds it.
          this.#current = live
          live.attach(this.#sink, message)
        }
      })
    })
  }

  /** Identifies the client anew for each run: its token may have been revoked. */
  #identify({ token }: Pick<Hello, 'token'>): Promise<Principal> {
    return this.#dependencies.identify(token)
  }

  /** One run at a time; a run that can't begin is refused, and the connection continues. */
  async #follow(begin: () => Promise<() => void>): Promise<() => void> {
    // The client left during the identification.
    if (!this.#open) return () => {}
    if (this.#current !== null) {
      return () => this.#refuse(new SandrunError('already-running', 'This connection already has a run.'))
    }
    const refused = (error: unknown): void => {
      this.#current = null
      this.#refuse(toSandrunError(error))
    }
    try {
      const follow = await begin()
      return () => {
        try {
          follow()
        } catch (error) {
          refused(error)
        }
      }
    } catch (error) {
      return () => refused(error)
    }
  }

  #refuse(error: SandrunError): void {
    this.#log(error)
    this.#send({ type: 'error', ...error.toBody() })
  }

  #closeWith(error: SandrunError): void {
    if (!this.#open) return
    this.#refuse(error)
    // A close frame has room for a reason of 123 bytes (RFC 6455, section 5.5.1); the codes are far shorter.
    this.#socket.close(POLICY_VIOLATION, error.code)
    this.closed()
  }

  #log(error: SandrunError): void {
    const level = error.code === 'internal' ? 'error' : 'debug'
    this.#dependencies.log[level]({ err: error, code: error.code }, 'a client was refused')
  }

  #send(message: ServerMessage): void {
    if (this.#open) this.#socket.send(message)
  }
}
