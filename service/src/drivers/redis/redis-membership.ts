import { randomUUID } from 'node:crypto'
import { type LanguageInfo, SandrunError } from '@sandrun/shared'
import type { Redis } from 'ioredis'
import type { Membership, NodeInfo, NodeRegistry, NodeReport } from '../../ports/node-registry.ts'
import { RedisNodes } from './redis-nodes.ts'
import { Script } from './script.ts'

export interface Lifetimes {
  /** How often a node reports that it is alive, in milliseconds. */
  beatMs: number
  /** After this long without a report, a node considers itself dead and ends its runs. */
  fenceMs: number
  /** After this long, all others consider it dead too. */
  deadMs: number
}

const LIFETIMES: Lifetimes = { beatMs: 1000, fenceMs: 6500, deadMs: 8000 }

/** After this many beats without an answer, Redis counts as unreachable. */
const MISSED_BEATS = 2.5

/** node, milliseconds until it counts as dead, whether it joins, report, languages or nothing new, inboxes. */
const ANNOUNCE = new Script(`
local node, untilMs, isFirst, report, languages = ARGV[1], tonumber(ARGV[2]) + now(), ARGV[3], ARGV[4], ARGV[5]
if isFirst == '0' and not alive(node) then return nil end
redis.call('ZADD', 'sr:nodes', untilMs, node)
redis.call('HSET', 'sr:node:' .. node, 'report', report)
if languages ~= '' then
  redis.call('HSET', 'sr:node:' .. node, 'languages', languages)
  redis.call('HINCRBY', 'sr:node:' .. node, 'edition', 1)
end
redis.call('PEXPIREAT', 'sr:node:' .. node, untilMs)
for at = 6, #ARGV do
  local inbox = ARGV[at] .. node
  if isFirst == '1' then redis.call('XADD', inbox, '*', 'made', '') end
  redis.call('PEXPIREAT', inbox, untilMs)
end
return now()
`)

/** node, inboxes. */
const LEAVE = new Script(`
redis.call('ZADD', 'sr:nodes', 0, ARGV[1])
redis.call('ZREM', 'sr:idle', ARGV[1])
redis.call('DEL', 'sr:node:' .. ARGV[1])
for at = 2, #ARGV do redis.call('DEL', ARGV[at] .. ARGV[1]) end
`)

export interface MembershipOptions {
  redis: Redis
  report: () => NodeReport
  languages: () => readonly LanguageInfo[]
  /** The beginnings of the names of its inboxes. */
  inboxes: readonly string[]
  /** Called when others may consider this process dead: must end all that it runs and follows. */
  fenced: () => void
  lifetimes?: Lifetimes
}

/** This process as a node of the cluster, and the other nodes. */
export class RedisMembership implements Membership, NodeRegistry, AsyncDisposable {
  readonly #terms: MembershipOptions
  readonly #lifetimes: Lifetimes
  readonly #timer: NodeJS.Timeout
  readonly #nodes: RedisNodes
  #node = randomUUID()
  #isFirst = true
  #told = ''
  /** When the last answered beat was sent, by a clock that never jumps. */
  #heardAt = performance.now()
  #offset = 0
  #beating = false

  private constructor(terms: MembershipOptions) {
    this.#terms = terms
    this.#lifetimes = terms.lifetimes ?? LIFETIMES
    this.#nodes = new RedisNodes(terms.redis)
    this.#timer = setInterval(() => this.#tick(), this.#lifetimes.beatMs)
  }

  /** Resolves when the other nodes can see it. */
  static async join(terms: MembershipOptions): Promise<RedisMembership> {
    const membership = new RedisMembership(terms)
    await membership.#beat()
    return membership
  }

  get node(): string {
    return this.#node
  }

  get connected(): boolean {
    return performance.now() - this.#heardAt < MISSED_BEATS * this.#lifetimes.beatMs
  }

  now(): number {
    return Date.now() + this.#offset
  }

  async list(): Promise<NodeInfo[]> {
    if (!this.connected) throw outOfReach()
    return this.#nodes.list()
  }

  async alive(nodes: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    if (!this.connected) throw outOfReach()
    return this.#nodes.alive(nodes)
  }

  /** Tells the others at once that this node is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    if (this.connected) await LEAVE.run(this.#terms.redis, this.#node, ...this.#terms.inboxes)
  }

  #tick(): void {
    if (!this.#isFirst && performance.now() - this.#heardAt > this.#lifetimes.fenceMs) this.#fence()
    // Failures come from the connection, which reports them itself.
    this.#beat().catch(() => {})
  }

  async #beat(): Promise<void> {
    if (this.#beating) return
    this.#beating = true
    const { redis, report, languages, inboxes } = this.#terms
    const [node, sentAt, told] = [this.#node, performance.now(), JSON.stringify(languages())]
    const news = this.#isFirst || told !== this.#told ? told : ''
    const { deadMs } = this.#lifetimes
    try {
      const facts = [deadMs, this.#isFirst ? 1 : 0, JSON.stringify(report()), news]
      const reply = await ANNOUNCE.run(redis, node, ...facts, ...inboxes)
      if (node !== this.#node) return
      if (typeof reply !== 'number') return this.#fence()
      this.#isFirst = false
      this.#told = told
      this.#heardAt = sentAt
      this.#offset = reply - Date.now()
    } finally {
      this.#beating = false
    }
  }

  /** Gives up the dead node, and continues as a new one. */
  #fence(): void {
    this.#node = randomUUID()
    this.#isFirst = true
    this.#terms.fenced()
  }
}

export function outOfReach(): SandrunError {
  return new SandrunError('cluster-unavailable', "Can't reach the cluster's Redis.", {
    retryAfter: 5,
  })
}
