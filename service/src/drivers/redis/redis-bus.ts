import type { Redis } from 'ioredis'
import * as z from 'zod/mini'
import type { Bus } from '../../ports/bus.ts'

/** The inboxes of all nodes, and those that only gateways use: the beginning of their names. */
export const INBOX = 'sr:inbox:'
export const GATEWAY_INBOX = 'sr:gateway:'

/** Messages per read. Those between gateways may be large: whole records. */
const READ_COUNT = { [INBOX]: 256, [GATEWAY_INBOX]: 4 }

/** Repeats a blocking read this often, so that it ends when the node has another inbox. */
const BLOCK_MS = 1000

const EntriesSchema = z.nullable(
  z.array(z.tuple([z.unknown(), z.array(z.tuple([z.instanceof(Uint8Array), z.array(z.instanceof(Uint8Array))]))])),
)

export interface RedisBusOptions {
  redis: Redis
  /** A separate connection, since it blocks. */
  reading: Redis
  /** The beginning of the inboxes' names. */
  inbox: keyof typeof READ_COUNT
  /** This node. */
  node: () => string
  receive: (message: Uint8Array) => void
}

/** Uses streams as inboxes: each node reads its own, which disappears with the node. */
export class RedisBus implements Bus, AsyncDisposable {
  readonly #options: RedisBusOptions
  readonly #ended: Promise<void>
  #open = true

  constructor(options: RedisBusOptions) {
    this.#options = options
    this.#ended = this.#read()
  }

  async send(node: string, message: Uint8Array): Promise<boolean> {
    const { redis, inbox } = this.#options
    const id = await redis.xadd(`${inbox}${node}`, 'NOMKSTREAM', '*', 'm', Buffer.from(message))
    return id !== null
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#open = false
    this.#options.reading.disconnect()
    await this.#ended
  }

  async #read(): Promise<void> {
    const { redis, reading, inbox, node: current, receive } = this.#options
    let [node, last] = [current(), '0-0']
    while (this.#open) {
      if (node !== current()) [node, last] = [current(), '0-0']
      const key = `${inbox}${node}`
      const reply: unknown = await reading
        .callBuffer('XREAD', 'COUNT', READ_COUNT[inbox], 'BLOCK', BLOCK_MS, 'STREAMS', key, last)
        // The connection was closed on purpose, or reconnects on its own.
        .catch(() => null)
      const entries = EntriesSchema.parse(reply)?.[0]?.[1] ?? []
      for (const [id, [field, message]] of entries) {
        last = Buffer.from(id).toString()
        if (message !== undefined && field?.[0] === 'm'.charCodeAt(0) && field.length === 1) receive(message)
      }
      // Drop what was read, but keep the last entry: an empty stream would disappear.
      if (entries.length > 0) redis.xtrim(key, 'MINID', last).catch(() => {})
    }
  }
}
