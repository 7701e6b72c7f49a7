import { decodeFrame } from '../frame.ts'
import type { ServerMessage, Welcome } from '../protocol/server-message.ts'
import type { RunResult } from '../run-result.ts'
import { RunClient } from './run-client.ts'
import type { Transport, TransportListener } from './transport.ts'

/** The service's end of a connection, without a service: a test decides what it sends. */
export class FakeTransport implements Transport {
  readonly sent: (string | Uint8Array)[] = []
  listener: TransportListener | null = null
  closes = 0

  send(message: string | Uint8Array): void {
    this.sent.push(message)
  }
  close(): void {
    this.closes++
    this.listener?.closed('closed')
  }
  listen(listener: TransportListener): void {
    this.listener = listener
    listener.opened()
  }
  say(message: ServerMessage | { type: 'news' }): void {
    this.listener?.message(JSON.stringify(message))
  }
  messages(type: string): unknown[] {
    return this.sent
      .filter((message) => typeof message === 'string')
      .map((message): unknown => JSON.parse(message))
      .filter(
        (message) => typeof message === 'object' && message !== null && 'type' in message && message.type === type,
      )
  }
  stdinBytes(): number {
    return this.sent.reduce(
      (sum, one) => sum + (typeof one === 'string' ? 0 : (decodeFrame(one)?.bytes.length ?? 0)),
      0,
    )
  }
}

export const welcome: Welcome = {
  type: 'welcome',
  protocol: 1,
  server: 'fake/1',
  principal: 'anonymous',
  limits: {},
}
export const result: RunResult = {
  id: '1',
  language: 'c',
  version: '1',
  verdict: 'ok',
  message: '',
  warnings: [],
  warm: true,
  queuedMs: 0,
  startedAt: '',
}

/** A client whose transports the test controls, one after the other. */
export async function resumable(): Promise<{ transports: FakeTransport[]; client: RunClient }> {
  const transports: FakeTransport[] = []
  const open = (): FakeTransport => {
    const transport = new FakeTransport()
    transports.push(transport)
    return transport
  }
  const connecting = RunClient.connect(open, { client: 'test/1' })
  transports[0]?.say(welcome)
  return { transports, client: await connecting }
}
