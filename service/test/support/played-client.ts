import { DEFAULT_MAXIMUM_LIMITS, encodeFrame } from '@sandrun/shared'
import { pino } from 'pino'
import { Connection } from '../../src/gateway/ws/connection.ts'
import type { LiveRuns } from '../../src/gateway/ws/live-runs.ts'
import type { Principal } from '../../src/model/principal.ts'
import { PlayedSocket } from './played-socket.ts'

/** A client that speaks the protocol by hand, and its connection. */
export class PlayedClient {
  readonly socket = new PlayedSocket()
  readonly connection: Connection

  constructor(liveRuns: LiveRuns, identify: (token: string | undefined) => Promise<Principal>) {
    const log = pino({ level: 'silent' })
    const settings = { liveRuns, maximum: DEFAULT_MAXIMUM_LIMITS, server: 'test', identify, log }
    this.connection = new Connection(this.socket, settings)
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
