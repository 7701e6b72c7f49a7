import { type LanguageInfo, LanguageInfoSchema } from '@sandrun/shared'
import type { Redis } from 'ioredis'
import * as z from 'zod/mini'
import type { NodeInfo, NodeRegistry } from '../../ports/node-registry.ts'
import { Script, textOf } from './script.ts'

const LIST = new Script(`
local nodes = {}
for _, node in ipairs(redis.call('ZRANGEBYSCORE', 'sr:nodes', '(' .. now(), '+inf')) do
  local known = redis.call('HMGET', 'sr:node:' .. node, 'report', 'edition')
  if known[1] then nodes[#nodes + 1] = {node, known[1], known[2]} end
end
return nodes
`)

/** nodes. Returns those that are alive. */
const ALIVE = new Script(`
local found = {}
for _, node in ipairs(ARGV) do
  if alive(node) then found[#found + 1] = node end
end
return found
`)

const count = z.number()
const CountsSchema = z.object({
  ended: count,
  hits: count,
  misses: count,
  evictions: count,
  sandboxes: count,
  warm: count,
  reservedBytes: count,
  capacityBytes: count,
})
const ReportSchema = z.object({
  role: z.enum(['gateway', 'worker', 'all']),
  host: z.string(),
  version: z.string(),
  running: z.number(),
  places: z.number(),
  draining: z.boolean(),
  counts: z.exactOptional(CountsSchema),
})
const ListSchema = z.array(z.tuple([textOf, textOf, z.nullable(textOf)]))

/** The nodes of the cluster, for any reader. */
export class RedisNodes implements NodeRegistry {
  readonly #redis: Redis
  /** The languages of each node, which rarely change. */
  readonly #languages = new Map<string, { edition: string | null; languages: LanguageInfo[] }>()

  constructor(redis: Redis) {
    this.#redis = redis
  }

  async list(): Promise<NodeInfo[]> {
    const nodes = ListSchema.parse(await LIST.run(this.#redis))
    const all = nodes.map(async ([id, report, edition]) => ({
      id,
      ...ReportSchema.parse(JSON.parse(report)),
      languages: await this.#languagesOf(id, edition),
    }))
    const infos = await Promise.all(all)
    const here = new Set(infos.map(({ id }) => id))
    for (const id of this.#languages.keys()) if (!here.has(id)) this.#languages.delete(id)
    return infos
  }

  async alive(nodes: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    if (nodes.size === 0) return nodes
    return new Set(z.array(textOf).parse(await ALIVE.run(this.#redis, ...nodes)))
  }

  async #languagesOf(id: string, edition: string | null): Promise<LanguageInfo[]> {
    const known = this.#languages.get(id)
    if (known?.edition === edition) return known.languages
    const written = await this.#redis.hget(`sr:node:${id}`, 'languages')
    const languages = written === null ? [] : z.array(LanguageInfoSchema).parse(JSON.parse(written))
    this.#languages.set(id, { edition, languages })
    return languages
  }
}
