import { COMMON } from './job-scripts.ts'
import { Script } from './script.ts'

/**
 * What each gateway asks every second. A look reads only the holders, of whom there are few, and what concerns its own
 * node: jobs that it is to be told of, and those of dead nodes.
 */
const LOOK = `${COMMON}
local function deadHolders()
  local dead = {}
  for _, holder in ipairs(redis.call('SMEMBERS', 'sr:jobs:holders')) do
    if not alive(holder) then dead[#dead + 1] = holder end
  end
  return dead
end
local function take(id, holder, node)
  redis.call('SADD', 'sr:jobs:holders', node)
  redis.call('SMOVE', 'sr:jobs:to-cancel:' .. holder, 'sr:jobs:to-cancel:' .. node, id)
  redis.call('HSET', 'sr:job:' .. id, 'holder', node)
end
`

/**
 * node. Takes over waiting jobs of dead nodes, at most 1000, so that nothing waits for long, and returns them; and those
 * of this node that it is to be told of again.
 */
export const WAITING = new Script(`${LOOK}
local TOLD_AGAIN_MS, MOST_TAKEN, MOST_TOLD = 30000, 1000, 200
local node, members, found = ARGV[1], {}, {}
if not alive(node) then return {} end
local own = 'sr:jobs:waiting:' .. node
for _, member in ipairs(redis.call('ZRANGEBYSCORE', own, '-inf', now(), 'LIMIT', 0, MOST_TOLD)) do
  -- A Redis without memory refuses it: then the next look tells of it again.
  redis.pcall('ZADD', own, now() + TOLD_AGAIN_MS, member)
  members[#members + 1] = member
end
local left = MOST_TAKEN
for _, holder in ipairs(deadHolders()) do
  local theirs = 'sr:jobs:waiting:' .. holder
  for _, member in ipairs(left > 0 and redis.call('ZRANGE', theirs, 0, left - 1) or {}) do
    take(string.sub(member, 17), holder, node)
    redis.call('ZREM', theirs, member)
    redis.call('ZADD', own, now() + FIRST_TOLD_MS, member)
    members[#members + 1] = member
    left = left - 1
  end
  letGo(holder)
end
-- By arrival.
table.sort(members)
for at, member in ipairs(members) do
  local id = string.sub(member, 17)
  found[at] = {id, unpack(job(id, 'principal', 'createdAt', 'language', 'adapter', 'note'))}
end
return found
`)

/** The started jobs of dead nodes. */
export const LOST = new Script(`${LOOK}
local found = {}
for _, holder in ipairs(deadHolders()) do
  for _, id in ipairs(redis.call('SMEMBERS', 'sr:jobs:running:' .. holder)) do
    found[#found + 1] = {id, holder, unpack(job(id, 'language', 'started', 'startedAt'))}
  end
end
return found
`)

/**
 * node, name of this call. Takes over the started jobs of dead nodes, and returns them; the same when repeated.
 * `sr:jobs:taken:<call>` has them until nobody can repeat it.
 */
export const TAKE_OVER_STARTED = new Script(`${LOOK}
local TAKEN_S = 60
local node, taken, found = ARGV[1], 'sr:jobs:taken:' .. ARGV[2], {}
if not alive(node) then return {} end
for _, holder in ipairs(redis.call('EXISTS', taken) == 0 and deadHolders() or {}) do
  for _, id in ipairs(redis.call('SMEMBERS', 'sr:jobs:running:' .. holder)) do
    take(id, holder, node)
    redis.call('SMOVE', 'sr:jobs:running:' .. holder, 'sr:jobs:running:' .. node, id)
    redis.call('SADD', taken, id)
    redis.call('EXPIRE', taken, TAKEN_S)
  end
  letGo(holder)
end
for _, id in ipairs(redis.call('SMEMBERS', taken)) do
  if redis.call('SISMEMBER', 'sr:jobs:running:' .. node, id) == 1 then
    found[#found + 1] = {id, unpack(job(id, 'askedBy', 'createdAt', 'language', 'adapter', 'note', 'startedAt', 'started',
      'attempt'))}
  end
end
return found
`)
