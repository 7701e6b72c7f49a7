import { DEFAULT_MAXIMUM_LIMITS, encodeFrame } from '@sandrun/shared'
import { pino } from 'pino'
import { Connection } from '../../src/gateway/ws/connection.ts'
import type { ConnectionDependencies } from '../../src/gateway/ws/connection-dependencies.ts'
import { FakeSocket } from './fake-socket.ts'

/** A client that speaks the protocol by hand, with its connection. */
export class FakeClient {
  readonly socket = new FakeSocket()
  readonly connection: Connection

  constructor(dependencies: Pick<ConnectionDependencies, 'runs' | 'liveRuns' | 'identify'>) {
    const log = pino({ level: 'silent' })
    const settings = { maximum: DEFAULT_MAXIMUM_LIMITS, maxMessageBytes: 2 ** 20, server: 'test', log }
    this.connection = new Connection(this.socket, { ...settings, ...dependencies })
  }

  says(...messages: readonly object[]): this {
    for (const message of messages) this.connection.receiveText(JSON.stringify(message))
    return this
  }

  types(text: string, at = 0, channel: 'stdin' | 'stdout' = 'stdin'): this {
    this.connection.receiveBytes(encodeFrame(channel, at, Buffer.from(text)))
    return this
  }

  leaves(): void {
    this.connection.closed()
  }
}
