import type { Redis } from 'ioredis'
import * as z from 'zod/mini'
import type { KeptSession, SessionDirectory } from '../../ports/session-directory.ts'
import { Script, textOf } from './script.ts'

/** ids. Returns id, owner, language and worker of each that is ready. */
const LOOK = new Script(`
local found = {}
for _, id in ipairs(ARGV) do
  local run = redis.call('HMGET', 'sr:run:' .. id, 'owner', 'language', 'worker', 'state', 'session')
  if run[5] and run[4] == 'begun' and alive(run[3]) then found[#found + 1] = {id, run[1], run[2], run[3]} end
end
return found
`)

const FoundSchema = z.array(z.tuple([textOf, textOf, textOf, textOf]))

/** Reads what the queue (queue-scripts.ts) knows of sessions. */
export class RedisSessions implements SessionDirectory {
  readonly #redis: Redis

  constructor(redis: Redis) {
    this.#redis = redis
  }

  async find(id: string): Promise<KeptSession | null> {
    return (await this.#look([id]))[0] ?? null
  }

  async list(owner: string): Promise<KeptSession[]> {
    return this.#look(await this.#redis.smembers(`sr:sessions:${owner}`))
  }

  async #look(ids: readonly string[]): Promise<KeptSession[]> {
    const found = FoundSchema.parse(await LOOK.run(this.#redis, ...ids))
    return found.map(([id, owner, language, worker]) => ({ id, owner, language, worker }))
  }
}
