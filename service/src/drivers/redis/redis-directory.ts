import type { Redis } from 'ioredis'
import * as z from 'zod/mini'
import type { Directory, DirectoryEntry, Follower } from '../../ports/directory.ts'

/** Longer than a run may wait and run: entries that were never ended expire by then. */
const KEPT_MS = 6 * 3_600_000

const EntrySchema = z.object({
  owner: z.string(),
  language: z.string(),
  tokenHash: z.string(),
  node: z.string(),
  link: z.string(),
  worker: z.optional(z.string()),
})

/** Keeps one hash for each run. */
export class RedisDirectory implements Directory {
  readonly #redis: Redis

  constructor(redis: Redis) {
    this.#redis = redis
  }

  async put(run: string, { follower, tokenHash, ...entry }: Omit<DirectoryEntry, 'worker'>): Promise<void> {
    const key = keyOf(run)
    await this.#redis
      .multi()
      .hset(key, { ...entry, ...follower, tokenHash: tokenHash ?? '' })
      .pexpire(key, KEPT_MS)
      .exec()
  }

  async find(run: string): Promise<DirectoryEntry | null> {
    return toEntry(await this.#redis.hgetall(keyOf(run)))
  }

  follow(run: string, { node, link }: Follower): Promise<DirectoryEntry | null> {
    return this.#note(run, { node, link })
  }

  serve(run: string, worker: string): Promise<DirectoryEntry | null> {
    return this.#note(run, { worker })
  }

  async expire(run: string, ms: number): Promise<void> {
    await this.#redis.pexpire(keyOf(run), ms)
  }

  /** If the run is gone by now, only these fields exist, and they expire. */
  async #note(run: string, fields: Record<string, string>): Promise<DirectoryEntry | null> {
    const key = keyOf(run)
    const [, , found] = (await this.#redis.multi().hset(key, fields).pexpire(key, KEPT_MS).hgetall(key).exec()) ?? []
    const entry = toEntry(found?.[1])
    if (entry === null) await this.#redis.del(key)
    return entry
  }
}

const keyOf = (run: string): string => `sr:link:${run}`

function toEntry(fields: unknown): DirectoryEntry | null {
  const { success, data } = EntrySchema.safeParse(fields)
  if (!success) return null
  const { owner, language, tokenHash, node, link, worker } = data
  return {
    owner,
    language,
    tokenHash: tokenHash === '' ? null : tokenHash,
    follower: { node, link },
    worker: worker ?? null,
  }
}
