/** The Lua scripts of the Redis adapter. Each is one atomic step on one partition; all keys are declared and share its hash tag. Commands of Redis 7.0 only. */
import { createHash } from 'node:crypto'
import { listNames } from '../approval.ts'
import { denialsPerAgentMax, denialsPerShapeMax } from './port.ts'

/** Decided approvals forgotten in one step: keeps it short after a long pause. */
const forgottenMax = 100

/**
 * Position last: if a key was given another type by hand, the script stops half-way and the partition still counts as not moved.
 *
 * KEYS: at, approvals, views, one per list, news, moments, then one per result.
 * ARGV: from, position, chain, channel, notice, result lifetime in ms, forget before, freezes, silent until, whether all that is pending is news, count of approvals, four
 * per approval (id, json, list, score), count of views, two per view (field, json), count of dropped, one id each, count of news, one id each, then one value per result.
 * '' stands for absent, and for freezes as they were. Returns 0 when the partition is elsewhere.
 */
export const applyScript = script(`#!lua
local at, approvals, views = KEYS[1], KEYS[2], KEYS[3]
local lists = { ${listNames.map((name, at) => `${name} = KEYS[${at + 4}]`).join(', ')} }
local news, moments = KEYS[${listNames.length + 4}], KEYS[${listNames.length + 5}]
if (redis.call('HGET', at, 'position') or '') ~= ARGV[1] then return 0 end
if ARGV[5] ~= '' then redis.call('PUBLISH', ARGV[4], ARGV[5]) end
local function drop(id)
  redis.call('HDEL', approvals, id)
  redis.call('HDEL', views, id .. ':action', id .. ':result')
  for _, list in pairs(lists) do redis.call('ZREM', list, id) end
  redis.call('ZREM', news, id)
  redis.call('ZREM', moments, id)
end
local next = 12
for _ = 1, tonumber(ARGV[11]) do
  local id, json, name, score = ARGV[next], ARGV[next + 1], ARGV[next + 2], ARGV[next + 3]
  next = next + 4
  redis.call('HSET', approvals, id, json)
  for other, list in pairs(lists) do
    if other ~= name then redis.call('ZREM', list, id) end
  end
  redis.call('ZADD', lists[name], score, id)
end
local count = tonumber(ARGV[next])
next = next + 1
for _ = 1, count do
  redis.call('HSET', views, ARGV[next], ARGV[next + 1])
  next = next + 2
end
count = tonumber(ARGV[next])
next = next + 1
for _ = 1, count do
  drop(ARGV[next])
  next = next + 1
end
count = tonumber(ARGV[next])
next = next + 1
for _ = 1, count do
  redis.call('ZADD', news, ARGV[2], ARGV[next])
  next = next + 1
end
for key = ${listNames.length + 6}, #KEYS do
  redis.call('SET', KEYS[key], ARGV[next], 'PX', ARGV[6])
  next = next + 1
end
for _, list in ipairs({ lists.decided, lists.unknown }) do
  local old = redis.call('ZRANGEBYSCORE', list, '-inf', '(' .. ARGV[7], 'LIMIT', 0, ${forgottenMax})
  for _, id in ipairs(old) do drop(id) end
end
if ARGV[10] ~= '' then
  for _, id in ipairs(redis.call('ZRANGE', lists.pending, 0, -1)) do
    redis.call('ZADD', news, ARGV[2], id)
  end
end
if ARGV[8] ~= '' then redis.call('HSET', at, 'freezes', ARGV[8]) end
redis.call('HSET', at, 'position', ARGV[2], 'chain', ARGV[3], 'silent', ARGV[9])
return 1
`)

/** KEYS: news, moments. ARGV: three per action (id, stamp, next moment or ''). */
export const settleScript = script(`#!lua
for next = 1, #ARGV, 3 do
  local id, stamp, at = ARGV[next], ARGV[next + 1], ARGV[next + 2]
  if tonumber(redis.call('ZSCORE', KEYS[1], id) or '0') == tonumber(stamp) then
    redis.call('ZREM', KEYS[1], id)
    if at == '' then redis.call('ZREM', KEYS[2], id) else redis.call('ZADD', KEYS[2], at, id) end
  end
end
return 1
`)

/**
 * Denials of one agent. KEYS: when each shape was denied last, what is told of each shape. ARGV: forget before, lifetime of the keys in ms, then two per denial
 * (shape, json). The same again changes nothing.
 */
export const denyScript = script(`#!lua
local at, told = KEYS[1], KEYS[2]
local function forget(shapes)
  for _, shape in ipairs(shapes) do
    redis.call('ZREM', at, shape)
    redis.call('HDEL', told, shape)
  end
end
for next = 3, #ARGV, 2 do
  local shape, denial = ARGV[next], cjson.decode(ARGV[next + 1])
  local latest = { denial }
  for _, other in ipairs(cjson.decode(redis.call('HGET', told, shape) or '[]')) do
    if other.id ~= denial.id then table.insert(latest, other) end
  end
  table.sort(latest, function(left, right) return left.deniedAtMs > right.deniedAtMs end)
  latest[${denialsPerShapeMax + 1}] = nil
  redis.call('HSET', told, shape, cjson.encode(latest))
  redis.call('ZADD', at, latest[1].deniedAtMs, shape)
end
forget(redis.call('ZRANGEBYSCORE', at, '-inf', '(' .. ARGV[1], 'LIMIT', 0, ${forgottenMax}))
local beyond = redis.call('ZCARD', at) - ${denialsPerAgentMax}
if beyond > 0 then forget(redis.call('ZRANGE', at, 0, beyond - 1)) end
redis.call('PEXPIRE', at, ARGV[2])
redis.call('PEXPIRE', told, ARGV[2])
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
