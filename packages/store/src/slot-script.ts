/** The Lua scripts of the Redis adapter. Each is one atomic step on one slot; all keys are declared and share the slot's hash tag. Commands of Redis 7.0 only. */
import { createHash } from 'node:crypto'

export interface SlotScript {
  readonly lua: string
  readonly sha1: string
}

/**
 * `#!lua` without flags makes the server refuse the whole script when memory is full; without it only the first growing write would fail, and the deletions
 * before it would stay. PUBLISH comes first so that a missing right on the channel refuses the change before anything is written; nobody can look before the
 * script is through. The position comes last: if a key was given another type by hand, the script stops half-way and the slot still counts as not moved.
 *
 * KEYS: position, state, due, ready, granted, open, then one per answer.
 * ARGV: from, to, channel, slot, answer lifetime in ms, count of puts, six per put (op, key, value, due, entry of `open`, audience), then one value per answer.
 * '' stands for absent. Returns 0 when the slot is elsewhere.
 */
export const applyScript = script(`#!lua
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
local state, due, ready, granted, open = KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
redis.call('PUBLISH', ARGV[3], ARGV[4])
local at = 7
for _ = 1, tonumber(ARGV[6]) do
  local op, key, value = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  local dueAt, entry, audience = ARGV[at + 3], ARGV[at + 4], ARGV[at + 5]
  at = at + 6
  if op == 'set' then redis.call('HSET', state, key, value) else redis.call('HDEL', state, key) end
  if string.sub(key, 1, 2) == 'a:' then
    local id = string.sub(key, 3)
    if dueAt ~= '' then redis.call('ZADD', due, dueAt, id) else redis.call('ZREM', due, id) end
    if entry ~= '' then redis.call('HSET', open, id, entry) else redis.call('HDEL', open, id) end
    local former = redis.call('HGET', granted, id)
    if former and former ~= audience then
      redis.call('ZREM', ready, former .. '\\0' .. id)
      redis.call('HDEL', granted, id)
    end
    if audience ~= '' then
      redis.call('ZADD', ready, 0, audience .. '\\0' .. id)
      redis.call('HSET', granted, id, audience)
    end
  end
end
for key = 7, #KEYS do
  redis.call('SET', KEYS[key], ARGV[at], 'PX', ARGV[5], 'NX')
  at = at + 1
end
redis.call('SET', KEYS[1], ARGV[2])
return 1
`)

/**
 * KEYS: position, state. ARGV: expected position ('' for none), then fields. Returns 0 when the slot is elsewhere, else the values.
 * Fields go in chunks because Lua cannot unpack arbitrarily many at once.
 */
export const loadScript = script(`#!lua flags=no-writes
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
local reply = {}
for first = 2, #ARGV, 1000 do
  local values = redis.call('HMGET', KEYS[2], unpack(ARGV, first, math.min(first + 999, #ARGV)))
  for i = 1, #values do reply[#reply + 1] = values[i] end
end
return reply
`)

/** KEYS: attempts, a hash of `place` and one field per process and company. ARGV: place, process, company. Returns how many have begun here so. */
export const attemptScript = script(`#!lua
if redis.call('HGET', KEYS[1], 'place') ~= ARGV[1] then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'place', ARGV[1])
end
redis.call('HSET', KEYS[1], ARGV[3] .. ':' .. ARGV[2], ARGV[3])
local count = 0
local fields = redis.call('HGETALL', KEYS[1])
for at = 1, #fields, 2 do
  if fields[at] ~= 'place' and fields[at + 1] == ARGV[3] then count = count + 1 end
end
return count
`)

/**
 * One step, so that a stalled former owner that wakes up in the middle of wiping cannot delete what its successor has applied and leave the position standing.
 * KEYS: position, then the others.
 */
export const wipeScript = script(`#!lua flags=allow-oom
redis.call('DEL', KEYS[1])
for key = 2, #KEYS do redis.call('UNLINK', KEYS[key]) end
return 1
`)

function script(lua: string): SlotScript {
  return { lua, sha1: createHash('sha1').update(lua).digest('hex') }
}
