import type { Limits, ServerMessage } from '@sandrun/shared'
import type { FastifyBaseLogger } from 'fastify'
import type { Principal } from '../../model/principal.ts'
import type { LiveRunHost } from '../../ports/live-run.ts'
import type { Submit } from '../submit.ts'
import type { Pausable } from './message-order.ts'

/** What a connection needs from its WebSocket. */
export interface Socket extends Pausable {
  send(message: ServerMessage): void
  /** Calls `taken` when the socket has taken the bytes, or never will. */
  sendBytes(message: Uint8Array, taken: () => void): void
  /** Codes by RFC 6455, section 7.4. */
  close(code: number, reason: string): void
}

export interface ConnectionDependencies {
  runs: Pick<Submit, 'start' | 'mayBuild'>
  liveRuns: LiveRunHost
  maximum: Limits
  /** The largest message that it accepts. */
  maxMessageBytes: number
  server: string
  /** Identifies the client; throws `unauthorized` and the like. */
  identify(token: string | undefined): Promise<Principal>
  log: FastifyBaseLogger
}
