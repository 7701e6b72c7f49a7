import type { Redis } from 'ioredis'
import * as z from 'zod/mini'
import type { Bus } from '../../ports/bus.ts'

/** Messages per read. */
const READ_COUNT = 256

/** Repeats a blocking read this often, so that it ends when the node has another inbox. */
const BLOCK_MS = 1000

const EntriesSchema = z.nullable(
  z.array(z.tuple([z.unknown(), z.array(z.tuple([z.instanceof(Uint8Array), z.array(z.instanceof(Uint8Array))]))])),
)

/** Uses streams as inboxes: each node reads its own, which disappears with the node. */
export class RedisBus implements Bus, AsyncDisposable {
  readonly #redis: Redis
  readonly #reading: Redis
  readonly #node: () => string
  readonly #receive: (message: Uint8Array) => void
  readonly #ended: Promise<void>
  #open = true

  /** `reading` is a separate connection, since it blocks; `node` names the inbox to read. */
  constructor(redis: Redis, reading: Redis, node: () => string, receive: (message: Uint8Array) => void) {
    this.#redis = redis
    this.#reading = reading
    this.#node = node
    this.#receive = receive
    this.#ended = this.#read()
  }

  async send(node: string, message: Uint8Array): Promise<boolean> {
    const id = await this.#redis.xadd(`sr:inbox:${node}`, 'NOMKSTREAM', '*', 'm', Buffer.from(message))
    return id !== null
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#open = false
    this.#reading.disconnect()
    await this.#ended
  }

  async #read(): Promise<void> {
    let [node, last] = [this.#node(), '0-0']
    while (this.#open) {
      if (node !== this.#node()) [node, last] = [this.#node(), '0-0']
      const inbox = `sr:inbox:${node}`
      const reply: unknown = await this.#reading
        .callBuffer('XREAD', 'COUNT', READ_COUNT, 'BLOCK', BLOCK_MS, 'STREAMS', inbox, last)
        // The connection was closed on purpose, or reconnects on its own.
        .catch(() => null)
      const entries = EntriesSchema.parse(reply)?.[0]?.[1] ?? []
      for (const [id, [field, message]] of entries) {
        last = Buffer.from(id).toString()
        if (message !== undefined && field?.[0] === 'm'.charCodeAt(0) && field.length === 1) this.#receive(message)
      }
      // Drop what was read, but keep the last entry: an empty stream would disappear.
      if (entries.length > 0) this.#redis.xtrim(inbox, 'MINID', last).catch(() => {})
    }
  }
}
