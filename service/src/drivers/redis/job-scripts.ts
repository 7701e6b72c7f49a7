import { Script } from './script.ts'

/**
 * `sr:job:<id>` holds all that is known of a job but its texts: its principal, state, and `holder`, the node that has
 * it. `sr:job-order:<id>` has the program until it begins, `sr:job-events:<id>:<end>` the events once it has ended.
 * `sr:jobs:holders` are the nodes that have jobs. `sr:jobs:waiting:<holder>` are its waiting jobs by the time when it is
 * told of each, `running:<holder>` the started ones, `to-cancel:<holder>` those that it is to cancel. `sr:jobs:ended` are
 * all that have ended, `sr:jobs:list:<principal>` all of one principal.
 */
export const COMMON = `
-- A gateway is told of its jobs after this time, in case it missed the answer that gave it one.
local FIRST_TOLD_MS = 3000
local function job(id, ...) return redis.call('HMGET', 'sr:job:' .. id, ...) end
local function letGo(holder)
  if redis.call('EXISTS', 'sr:jobs:waiting:' .. holder, 'sr:jobs:running:' .. holder) == 0 then
    redis.call('SREM', 'sr:jobs:holders', holder)
  end
end
local function waitingSize(principal, by)
  for _, field in ipairs({'', 'p' .. principal}) do
    if redis.call('HINCRBY', 'sr:jobs:waiting-sizes', field, by) <= 0 then
      redis.call('HDEL', 'sr:jobs:waiting-sizes', field)
    end
  end
end
local function unwait(id)
  local known = job(id, 'member', 'principal', 'bytes', 'holder')
  redis.call('ZREM', 'sr:jobs:waiting:' .. known[4], known[1])
  waitingSize(known[2], -known[3])
  redis.call('HDEL', 'sr:job:' .. id, 'document')
  redis.call('HSET', 'sr:job:' .. id, 'bytes', 0)
  redis.call('DEL', 'sr:job-order:' .. id)
end
local function forget(member)
  local id = string.sub(member, 17)
  local known = job(id, 'principal', 'bytes', 'createdAt', 'key', 'end')
  redis.call('ZREM', 'sr:jobs:ended', member)
  redis.call('ZREM', 'sr:jobs:ended:' .. known[1], member)
  redis.call('ZREM', 'sr:jobs:list:' .. known[1], known[3] .. ' ' .. id)
  redis.call('DECRBY', 'sr:jobs:size', known[2])
  if tonumber(redis.call('ZINCRBY', 'sr:jobs:sizes', -known[2], known[1])) <= 0 then
    redis.call('ZREM', 'sr:jobs:sizes', known[1])
  end
  if known[4] ~= '' then redis.call('HDEL', 'sr:jobs:keys', known[4]) end
  redis.call('ZREM', 'sr:webhooks', id)
  redis.call('DEL', 'sr:job:' .. id, 'sr:job-events:' .. id .. ':' .. known[5])
end
`

/**
 * id, node, principal, time of creation, bytes, key, then fields and values. Returns the id and the fingerprint of the
 * job with the same key.
 */
export const ADD = new Script(`${COMMON}
local id, node, principal, createdAt, bytes, key = unpack(ARGV, 1, 6)
if redis.call('EXISTS', 'sr:job:' .. id) == 1 then return nil end
if key ~= '' then
  local same = redis.call('HGET', 'sr:jobs:keys', key)
  if same then return {same, redis.call('HGET', 'sr:job:' .. same, 'fingerprint')} end
  redis.call('HSET', 'sr:jobs:keys', key, id)
end
local member = string.format('%015d', redis.call('INCR', 'sr:jobs:arrivals')) .. ':' .. id
redis.call('HSET', 'sr:job:' .. id, 'state', 'queued', 'holder', node, 'principal', principal, 'createdAt', createdAt,
  'bytes', bytes, 'key', key, 'member', member, unpack(ARGV, 7))
redis.call('SADD', 'sr:jobs:holders', node)
redis.call('ZADD', 'sr:jobs:waiting:' .. node, now() + FIRST_TOLD_MS, member)
redis.call('ZADD', 'sr:jobs:list:' .. principal, 0, createdAt .. ' ' .. id)
waitingSize(principal, bytes)
redis.call('PERSIST', 'sr:job-order:' .. id)
return nil
`)

/** id, node, number of this call, what is known of the start, its time, attempt. 1 when the job may begin; the same when repeated. */
export const START = new Script(`${COMMON}
local id, node, call, started, startedAt, attempt = unpack(ARGV)
local known = job(id, 'state', 'holder', 'call', 'attempt')
if known[1] == 'running' and known[3] == call then return 1 end
-- The worker that asked first died before the program began. The queue lets each attempt begin once.
if known[1] == 'running' and known[2] == node and attempt ~= '' and known[4] == attempt then return 1 end
if known[1] ~= 'queued' or known[2] ~= node or not alive(node) then return 0 end
unwait(id)
redis.call('HSET', 'sr:job:' .. id, 'state', 'running', 'call', call, 'started', started, 'startedAt', startedAt,
  'attempt', attempt)
redis.call('SADD', 'sr:jobs:running:' .. node, id)
return 1
`)

/**
 * id, the node that has it, 1 if that one is gone, time, verdict, bytes, name of the events, how long to keep them. 1
 * when this is the job's end; the same when repeated.
 */
export const END = new Script(`${COMMON}
local id, node, isLost, endedAt, verdict, bytes, name, keptMs = unpack(ARGV)
local known = job(id, 'state', 'holder', 'principal', 'member', 'end', 'url')
if known[1] == 'ended' then return known[5] == name and 1 or 0 end
if not known[1] or known[2] ~= node or (isLost == '1' and (known[1] ~= 'running' or alive(node))) then return 0 end
if known[1] == 'queued' then unwait(id) end
redis.call('SREM', 'sr:jobs:running:' .. node, id)
redis.call('SREM', 'sr:jobs:to-cancel:' .. node, id)
letGo(node)
redis.call('HDEL', 'sr:job:' .. id, 'askedBy', 'started', 'call', 'attempt', 'holder')
redis.call('HSET', 'sr:job:' .. id, 'state', 'ended', 'verdict', verdict, 'bytes', bytes, 'end', name)
redis.call('PEXPIRE', 'sr:job-events:' .. id .. ':' .. name, keptMs)
redis.call('ZADD', 'sr:jobs:ended', endedAt, known[4])
redis.call('ZADD', 'sr:jobs:ended:' .. known[3], endedAt, known[4])
redis.call('INCRBY', 'sr:jobs:size', bytes)
redis.call('ZINCRBY', 'sr:jobs:sizes', bytes, known[3])
if known[6] ~= '' then redis.call('ZADD', 'sr:webhooks', 0, id) end
return 1
`)

/** principal, id. */
export const REQUEST_CANCEL = new Script(`${COMMON}
local known = job(ARGV[2], 'principal', 'state', 'holder')
if known[1] == ARGV[1] and known[2] ~= 'ended' then redis.call('SADD', 'sr:jobs:to-cancel:' .. known[3], ARGV[2]) end
`)

/** principal, node, adapter or nothing, how many, the job before the first. */
export const LIST = new Script(`${COMMON}
local principal, node, adapter, most, after = unpack(ARGV)
local found, from = {}, 0
while #found < tonumber(most) do
  local members = redis.call('ZREVRANGEBYLEX', 'sr:jobs:list:' .. principal, after, '-', 'LIMIT', from, 100)
  if #members == 0 then break end
  for _, member in ipairs(members) do
    -- A time of RFC 3339 with milliseconds, and a space.
    local id = string.sub(member, 26)
    local known = job(id, 'language', 'state', 'verdict', 'createdAt', 'adapter', 'holder')
    local isShown = known[2] == 'ended' or known[6] ~= node
    if isShown and (adapter == '' or known[5] == adapter) and #found < tonumber(most) then
      found[#found + 1] = {id, known[1], known[2], known[3] or '', known[4]}
    end
  end
  from = from + 100
end
return found
`)

/** principal, id. */
export const FORGET = new Script(`${COMMON}
local known = job(ARGV[2], 'principal', 'state', 'member')
if known[1] ~= ARGV[1] or known[2] ~= 'ended' then return 0 end
forget(known[3])
return 1
`)

/** The oldest time, how many, bytes of all and of one principal. Forgets at most 1000, so that nothing waits for long. */
export const PRUNE = new Script(`${COMMON}
local oldest, count, most, mostOwn, left = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), 1000
local function oldestOf(key)
  local first = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')
  if #first == 0 or left == 0 then return nil end
  return first[1], tonumber(first[2]), tonumber(job(string.sub(first[1], 17), 'bytes')[1])
end
while true do
  local member, endedAt, bytes = oldestOf('sr:jobs:ended')
  if not member then break end
  local newer = tonumber(redis.call('GET', 'sr:jobs:size')) - bytes
  if endedAt >= oldest and redis.call('ZCARD', 'sr:jobs:ended') <= count and newer <= most then break end
  forget(member)
  left = left - 1
end
for _, principal in ipairs(redis.call('ZRANGEBYSCORE', 'sr:jobs:sizes', '(' .. mostOwn, '+inf')) do
  while true do
    local member, _, bytes = oldestOf('sr:jobs:ended:' .. principal)
    if not member or tonumber(redis.call('ZSCORE', 'sr:jobs:sizes', principal)) - bytes <= mostOwn then break end
    forget(member)
    left = left - 1
  end
end
`)
