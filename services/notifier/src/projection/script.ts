/** The Lua scripts of the Redis adapter. Each is one atomic step on one partition; all keys are declared and share its hash tag. Commands of Redis 7.0 only. */
import { createHash } from 'node:crypto'

/** Decided approvals forgotten in one step: keeps it short after a long pause. */
const forgottenMax = 100

/**
 * Position last: if a key was given another type by hand, the script stops half-way and the partition still counts as not moved.
 *
 * KEYS: at, approvals, views, pending, decided, then one per result.
 * ARGV: from, position, chain, channel, notice, result lifetime in ms, forget before, count of approvals, four per approval (id, json, list, score), count of
 * views, two per view (field, json), then one value per result. '' stands for absent. Returns 0 when the partition is elsewhere.
 */
export const applyScript = script(`#!lua
local at, approvals, views, pending, decided = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
if (redis.call('HGET', at, 'position') or '') ~= ARGV[1] then return 0 end
if ARGV[5] ~= '' then redis.call('PUBLISH', ARGV[4], ARGV[5]) end
local next = 9
for _ = 1, tonumber(ARGV[8]) do
  local id, json, list, score = ARGV[next], ARGV[next + 1], ARGV[next + 2], ARGV[next + 3]
  next = next + 4
  redis.call('HSET', approvals, id, json)
  redis.call('ZREM', list == 'pending' and decided or pending, id)
  redis.call('ZADD', list == 'pending' and pending or decided, score, id)
end
local count = tonumber(ARGV[next])
next = next + 1
for _ = 1, count do
  redis.call('HSET', views, ARGV[next], ARGV[next + 1])
  next = next + 2
end
for key = 6, #KEYS do
  redis.call('SET', KEYS[key], ARGV[next], 'PX', ARGV[6])
  next = next + 1
end
local old = redis.call('ZRANGEBYSCORE', decided, '-inf', '(' .. ARGV[7], 'LIMIT', 0, ${forgottenMax})
for _, id in ipairs(old) do
  redis.call('HDEL', approvals, id)
  redis.call('HDEL', views, id .. ':action', id .. ':result')
  redis.call('ZREM', decided, id)
end
redis.call('HSET', at, 'position', ARGV[2], 'chain', ARGV[3])
return 1
`)

/** KEYS: at, then all others of the partition. */
export const wipeScript = script(`#!lua
redis.call('DEL', KEYS[1])
for key = 2, #KEYS do redis.call('UNLINK', KEYS[key]) end
return 1
`)

function script(lua: string) {
  return { lua, sha1: createHash('sha1').update(lua).digest('hex') }
}
