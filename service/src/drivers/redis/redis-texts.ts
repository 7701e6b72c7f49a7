import type { Redis } from 'ioredis'
import { partsOf, textReader } from '../job-documents/text-parts.ts'
import type { Reach } from '../../ports/reach.ts'

/** Texts that belong to no job by then expire: their process died before it was done. */
const UNFINISHED_MS = 600_000

const DOCUMENT = 'document'

/** Long texts in parts, each a field of one hash, so that no command carries much and all can be repeated. */
export class RedisTexts {
  readonly #redis: Redis

  constructor(redis: Redis) {
    this.#redis = redis
  }

  /** Writes texts, and perhaps their document. Returns their bytes. They expire soon unless the caller keeps them. */
  async write(
    key: string,
    texts: readonly string[],
    { document, reach = (ask) => ask() }: { document?: string; reach?: Reach } = {},
  ): Promise<number> {
    let bytes = 0
    let at = 0
    for (const part of partsOf(texts)) {
      const field = String(at++)
      await reach(() => this.#put(key, field, Buffer.from(part.buffer, part.byteOffset, part.length)))
      bytes += part.length
    }
    if (document !== undefined) await this.#put(key, DOCUMENT, Buffer.from(document))
    return bytes + Buffer.byteLength(document ?? '')
  }

  async document(key: string): Promise<string | null> {
    return this.#redis.hget(key, DOCUMENT)
  }

  /** Reads the texts in order, by their lengths. Throws when they are gone. */
  reader(key: string): (bytes: number) => Promise<string> {
    return textReader(async (at) => {
      const part = await this.#redis.hgetBuffer(key, String(at))
      if (part === null) throw new Error('The texts of a job are gone.')
      return part
    })
  }

  async forget(key: string): Promise<void> {
    await this.#redis.unlink(key)
  }

  async #put(key: string, field: string, value: Buffer): Promise<void> {
    await this.#redis.multi().hset(key, field, value).pexpire(key, UNFINISHED_MS).exec()
  }
}
