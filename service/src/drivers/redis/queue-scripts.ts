import { Script } from './script.ts'

/**
 * Start-time fair queueing (Goyal, Vin, Cheng 1996): each run has a round, its owner's current one or the one being
 * served. Runs are served by round, interactive ones first, then by arrival. One sorted set holds all, so a place in
 * the queue is a rank.
 *
 * `sr:run:<id>` holds owner, language, state, member and score of its place, and the claiming node; `sr:order:<id>` the
 * program until it begins; `sr:claims:<node>` a node's runs; `sr:queued` and `sr:running` the counts of each owner. A
 * session is a run that lasts until its sandbox ends; `sr:sessions:<owner>` has all of its owner, from their submission.
 *
 * `sr:idle` has the nodes that found nothing, since when. New work wakes only the two that have waited longest and have
 * its language: with all, a run would cost more in a larger cluster. With one, a dead node would keep the run waiting
 * until the others look by themselves.
 */
const COMMON = `
local WAITING, ROUNDS, IDLE, ENDED_S = 'sr:waiting', 'sr:rounds', 'sr:idle', 120
local function wake(language)
  local woken = 0
  for _, node in ipairs(redis.call('ZRANGE', IDLE, 0, -1)) do
    if not alive(node) then
      redis.call('ZREM', IDLE, node)
    elseif string.find(redis.call('HGET', 'sr:node:' .. node, 'idle') or '', ' ' .. language .. ' ', 1, true) then
      redis.call('ZREM', IDLE, node)
      redis.call('PUBLISH', 'sr:work', node)
      woken = woken + 1
      if woken == 2 then return end
    end
  end
end
local function count(kind, owner, by)
  if redis.call('HINCRBY', kind, owner, by) <= 0 then redis.call('HDEL', kind, owner) end
end
local function unqueue(id)
  local run = redis.call('HMGET', 'sr:run:' .. id, 'member', 'owner')
  redis.call('ZREM', WAITING, run[1])
  count('sr:queued', run[2], -1)
  if redis.call('ZCARD', WAITING) == 0 then redis.call('DEL', ROUNDS) end
  return run[2]
end
local function requeue(id, owner, score, member)
  redis.call('HSET', 'sr:run:' .. id, 'state', 'waiting')
  redis.call('ZADD', WAITING, score, member)
  count('sr:queued', owner, 1)
end
local function finish(id, owner, state)
  redis.call('HSET', 'sr:run:' .. id, 'state', state)
  redis.call('EXPIRE', 'sr:run:' .. id, ENDED_S)
  redis.call('DEL', 'sr:order:' .. id)
  redis.call('SREM', 'sr:sessions:' .. owner, id)
end
`

/**
 * id, owner, language, interactive, most running, most queued of its owner, most queued, deadline, most sessions of its
 * owner (0 for a run), order.
 */
export const SUBMIT = new Script(`${COMMON}
local id, owner, language, isInteractive = ARGV[1], ARGV[2], ARGV[3], ARGV[4] == '1'
local maxRunning, maxOwn, maxQueued, expires = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local maxSessions, order = tonumber(ARGV[9]), ARGV[10]
if redis.call('EXISTS', 'sr:run:' .. id) == 1 then return 'ok' end
if now() > expires then return 'late' end
if maxSessions > 0 and redis.call('SCARD', 'sr:sessions:' .. owner) >= maxSessions then return 'sessions' end
local own = tonumber(redis.call('HGET', 'sr:queued', owner) or 0)
local running = tonumber(redis.call('HGET', 'sr:running', owner) or 0)
if own >= maxOwn + math.max(0, maxRunning - running) then return 'own' end
if redis.call('ZCARD', WAITING) >= maxQueued then return 'full' end
local served = tonumber(redis.call('HGET', ROUNDS, '') or 0)
local round = math.max(served, tonumber(redis.call('HGET', ROUNDS, 'o' .. owner) or 0))
redis.call('HSET', ROUNDS, 'o' .. owner, round + 1)
local member = string.format('%015d', redis.call('INCR', 'sr:arrivals')) .. ':' .. id
local score = round * 2 + (isInteractive and 0 or 1)
redis.call('HSET', 'sr:run:' .. id, 'owner', owner, 'language', language, 'state', 'waiting', 'cap', maxRunning,
  'member', member, 'score', score, 'claims', 0)
redis.call('SET', 'sr:order:' .. id, order)
if maxSessions > 0 then
  redis.call('HSET', 'sr:run:' .. id, 'session', 1)
  redis.call('SADD', 'sr:sessions:' .. owner, id)
end
redis.call('ZADD', WAITING, score, member)
count('sr:queued', owner, 1)
wake(language)
return 'ok'
`)

/**
 * node, number of this claim, languages. Returns the id and the order. A repeated call, after a lost answer, returns
 * the same. Null: new work will wake the node.
 */
export const CLAIM = new Script(`${COMMON}
local node, claim, languages, full = ARGV[1], ARGV[2], {}, {}
if not alive(node) then return nil end
local last = redis.call('HMGET', 'sr:node:' .. node, 'claim', 'claimed')
if last[1] == claim then return {last[2], redis.call('GET', 'sr:order:' .. last[2])} end
for at = 3, #ARGV do languages[ARGV[at]] = true end
local from = 0
while true do
  local members = redis.call('ZRANGE', WAITING, from, from + 99)
  if #members == 0 then
    local time = redis.call('TIME')
    redis.call('ZADD', IDLE, 'NX', time[1] * 1000000 + time[2], node)
    redis.call('HSET', 'sr:node:' .. node, 'idle', ' ' .. table.concat(ARGV, ' ', 3) .. ' ')
    return nil
  end
  for _, member in ipairs(members) do
    local id = string.sub(member, 17)
    local run = redis.call('HMGET', 'sr:run:' .. id, 'owner', 'language', 'cap', 'score', 'claims')
    local owner = run[1]
    if languages[run[2]] and not full[owner] then
      if tonumber(redis.call('HGET', 'sr:running', owner) or 0) < tonumber(run[3]) then
        redis.call('HSET', ROUNDS, '', math.max(tonumber(redis.call('HGET', ROUNDS, '') or 0), math.floor(run[4] / 2)))
        unqueue(id)
        count('sr:running', owner, 1)
        redis.call('HSET', 'sr:run:' .. id, 'state', 'claimed', 'worker', node, 'claims', run[5] + 1)
        redis.call('SADD', 'sr:claims:' .. node, id)
        redis.call('ZREM', IDLE, node)
        redis.call('HSET', 'sr:node:' .. node, 'claim', claim, 'claimed', id)
        return {id, redis.call('GET', 'sr:order:' .. id)}
      end
      full[owner] = true
    end
  end
  from = from + 100
end
`)

/** node, id. 1 when the run may begin; the same on a repeated call after a lost answer. */
export const BEGIN = new Script(`
local node, id = ARGV[1], ARGV[2]
local run = redis.call('HMGET', 'sr:run:' .. id, 'state', 'worker')
if run[2] ~= node or not alive(node) then return 0 end
if run[1] == 'begun' then return 1 end
if run[1] ~= 'claimed' then return 0 end
redis.call('HSET', 'sr:run:' .. id, 'state', 'begun')
redis.call('DEL', 'sr:order:' .. id)
return 1
`)

/** node, id. */
export const END = new Script(`${COMMON}
local node, id = ARGV[1], ARGV[2]
if redis.call('SREM', 'sr:claims:' .. node, id) == 0 then return end
local owner = redis.call('HGET', 'sr:run:' .. id, 'owner')
count('sr:running', owner, -1)
finish(id, owner, 'ended')
if redis.call('ZCARD', IDLE) == 0 then return end
-- Its node asks by itself. Another one may have the language of the owner's next run, which may start now.
for _, member in ipairs(redis.call('ZRANGE', WAITING, 0, 99)) do
  local run = redis.call('HMGET', 'sr:run:' .. string.sub(member, 17), 'owner', 'language')
  if run[1] == owner then return wake(run[2]) end
end
`)

/** node, id. A repeated call, after a lost answer, has no effect. */
export const RELEASE = new Script(`${COMMON}
local node, id = ARGV[1], ARGV[2]
local run = redis.call('HMGET', 'sr:run:' .. id, 'state', 'worker', 'owner', 'score', 'member', 'language')
if run[1] ~= 'claimed' or run[2] ~= node or redis.call('SREM', 'sr:claims:' .. node, id) == 0 then return end
count('sr:running', run[3], -1)
-- This node has not died of it.
redis.call('HINCRBY', 'sr:run:' .. id, 'claims', -1)
requeue(id, run[3], run[4], run[5])
wake(run[6])
`)

/** id. 1 when the run was waiting; the same on a repeated call after a lost answer. */
export const WITHDRAW = new Script(`${COMMON}
local id = ARGV[1]
local run = redis.call('HMGET', 'sr:run:' .. id, 'state', 'withdrawn')
if run[2] then return 1 end
if run[1] ~= 'waiting' then return 0 end
local owner = unqueue(id)
-- What has not been served does not count against its owner.
local round = tonumber(redis.call('HGET', ROUNDS, 'o' .. owner) or 0)
if round > 0 then redis.call('HSET', ROUNDS, 'o' .. owner, round - 1) end
finish(id, owner, 'ended')
redis.call('HSET', 'sr:run:' .. id, 'withdrawn', 1)
return 1
`)

/** ids. Returns the rank of each, from 0. */
export const POSITIONS = new Script(`
local ranks = {}
for at, id in ipairs(ARGV) do
  local run = redis.call('HMGET', 'sr:run:' .. id, 'state', 'member')
  ranks[at] = run[1] == 'waiting' and redis.call('ZRANK', 'sr:waiting', run[2]) or -1
end
return ranks
`)

/** A run that three nodes had claimed when they died, before it began, counts as the cause. */
export const RECOVER = new Script(`${COMMON}
local MOST_CLAIMS = 3
local found = false
for _, node in ipairs(redis.call('ZRANGEBYSCORE', 'sr:nodes', '-inf', now())) do
  for _, id in ipairs(redis.call('SMEMBERS', 'sr:claims:' .. node)) do
    local run = redis.call('HMGET', 'sr:run:' .. id, 'state', 'owner', 'score', 'member', 'claims')
    count('sr:running', run[2], -1)
    found = true
    if run[1] == 'claimed' and tonumber(run[5]) < MOST_CLAIMS then
      requeue(id, run[2], run[3], run[4])
    else
      finish(id, run[2], 'lost')
    end
  end
  redis.call('DEL', 'sr:claims:' .. node, 'sr:node:' .. node, 'sr:inbox:' .. node)
  redis.call('ZREM', 'sr:nodes', node)
  redis.call('ZREM', IDLE, node)
end
-- All nodes, because more than one run may go on.
if found and redis.call('ZCARD', WAITING) > 0 then redis.call('PUBLISH', 'sr:work', '') end
`)
