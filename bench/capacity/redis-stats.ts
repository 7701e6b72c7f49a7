import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** How many commands to send in one batch, and in all. */
const BATCH = 100
const BENCHMARK_COMMANDS = 1_000_000

/** What a Redis has done since its start. */
export interface RedisStats {
  /** Commands, also those of scripts. */
  commands: number
  /** Milliseconds of the main thread, which carries out all commands. */
  ms: number
  at: number
}

export async function readRedisStats(url: string): Promise<RedisStats> {
  const at = performance.now()
  const { stdout } = await run('redis-cli', ['-u', url, 'INFO', 'everything'])
  return { ...parseStats(stdout), at }
}

/** From the text of `INFO everything`. */
export function parseStats(info: string): Omit<RedisStats, 'at'> {
  const sum = (pattern: RegExp): number =>
    [...info.matchAll(pattern)].reduce((total, [, figure]) => total + Number(figure), 0)
  return {
    // Its own question is not a part of the load.
    commands: sum(/^cmdstat_(?!info:|client|command)[^:]+:calls=(\d+)/gm),
    ms: 1000 * sum(/^used_cpu_(?:sys|user)_main_thread:([\d.]+)/gm),
  }
}

/** The simple commands that this Redis carries out in a second: SET, in batches, from Redis' own client. */
export async function benchmarkRedis(url: string): Promise<number> {
  const { port } = new URL(url)
  const given = ['-p', port, '-t', 'set', '-n', String(BENCHMARK_COMMANDS), '-P', String(BATCH), '--csv']
  const { stdout } = await run('redis-benchmark', given)
  const perSecond = /^"SET","([\d.]+)"/m.exec(stdout)?.[1]
  if (perSecond === undefined) throw new Error(`redis-benchmark said something else: ${stdout}`)
  return Number(perSecond)
}
