import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import * as z from 'zod/mini'

/** The beginning of every script. */
const PRELUDE = `
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
local function alive(node)
  local untilMs = redis.call('ZSCORE', 'sr:nodes', node)
  return untilMs and tonumber(untilMs) > now()
end
`

/** A string that a script returns. */
export const textOf = z.pipe(
  z.instanceof(Uint8Array),
  z.transform((bytes) => Buffer.from(bytes).toString()),
)

/** A script that Redis runs as one atomic step. */
export class Script {
  readonly #source: string
  readonly #hash: string

  constructor(source: string) {
    this.#source = PRELUDE + source
    this.#hash = createHash('sha1').update(this.#source).digest('hex')
  }

  /** Returns strings as buffers. */
  async run(redis: Redis, ...args: readonly (string | number | Uint8Array)[]): Promise<unknown> {
    const given = args.map((arg) => (arg instanceof Uint8Array ? Buffer.from(arg) : arg))
    try {
      return await redis.callBuffer('EVALSHA', this.#hash, 0, ...given)
    } catch (error) {
      // Redis keeps scripts until it restarts.
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
      return redis.callBuffer('EVAL', this.#source, 0, ...given)
    }
  }
}
