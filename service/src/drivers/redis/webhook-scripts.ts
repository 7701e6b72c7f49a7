import { Script } from './script.ts'

/**
 * `sr:webhooks` holds the jobs whose webhook is to be sent, by the time when it is due, or when its sender's lease ends.
 * The rest is in `sr:job:<id>`.
 */

/** node, now, how many, lease. The leases of dead nodes count as ended. */
export const CLAIM_WEBHOOKS = new Script(`
local node, now, most, leaseMs, found = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), {}
local function take(id)
  redis.call('ZADD', 'sr:webhooks', now + leaseMs, id)
  redis.call('HSET', 'sr:job:' .. id, 'sender', node)
  found[#found + 1] = {id, unpack(redis.call('HMGET', 'sr:job:' .. id, 'principal', 'url', 'secret', 'attempts'))}
end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', 'sr:webhooks', '-inf', now, 'LIMIT', 0, most)) do take(id) end
local leased = redis.call('ZRANGEBYSCORE', 'sr:webhooks', '(' .. now, now + leaseMs, 'LIMIT', 0, 100)
for _, id in ipairs(leased) do
  local sender = redis.call('HGET', 'sr:job:' .. id, 'sender')
  if #found < most and sender and not alive(sender) then take(id) end
end
return found
`)

/** job. */
export const SETTLE_WEBHOOK = new Script(`
redis.call('ZREM', 'sr:webhooks', ARGV[1])
redis.call('HDEL', 'sr:job:' .. ARGV[1], 'sender', 'url', 'secret')
`)

/** job, time. */
export const POSTPONE_WEBHOOK = new Script(`
local id, at = ARGV[1], ARGV[2]
if not redis.call('ZSCORE', 'sr:webhooks', id) then return end
if tonumber(redis.call('ZSCORE', 'sr:webhooks', id)) == tonumber(at) then return end
redis.call('ZADD', 'sr:webhooks', at, id)
redis.call('HDEL', 'sr:job:' .. id, 'sender')
redis.call('HINCRBY', 'sr:job:' .. id, 'attempts', 1)
`)
