/** The Lua scripts of the copies' Redis adapter. Each is one atomic step on one channel; all keys are declared and share its hash tag. Commands of Redis 7.0 only. */
import { createHash } from 'node:crypto'
import { placeNames } from './copy.ts'

/**
 * KEYS: copies, of, lanes, one per place. ARGV: address and token of the lease ('' for none), count of copies, then of each: id, the version that it starts from,
 * its JSON, its address, its order in each place ('' where it does not stand there), count of its actions, and their ids. Returns 0 where nothing was changed.
 */
export const saveScript = script(`#!lua
local copies, of, lanes = KEYS[1], KEYS[2], KEYS[3]
if ARGV[2] ~= '' then
  local lane = redis.call('HGET', lanes, ARGV[1]) or ''
  if string.match(lane, '|(.*)$') ~= ARGV[2] then return 0 end
end
local width = ${4 + placeNames.length + 1}
local next = 4
for _ = 1, tonumber(ARGV[3]) do
  local known = redis.call('HGET', copies, ARGV[next]) or '0|'
  if string.match(known, '^(%d+)|') ~= ARGV[next + 1] then return 0 end
  next = next + width + tonumber(ARGV[next + width - 1])
end
next = 4
for _ = 1, tonumber(ARGV[3]) do
  local id, version, json, address = ARGV[next], tonumber(ARGV[next + 1]), ARGV[next + 2], ARGV[next + 3]
  for place = 1, ${placeNames.length} do
    local key, order = KEYS[3 + place], ARGV[next + 3 + place]
    local member = place == 1 and (id .. ' ' .. address) or id
    if order == '' then redis.call('ZREM', key, member) else redis.call('ZADD', key, order, member) end
  end
  local count = tonumber(ARGV[next + width - 1])
  next = next + width
  for at = next, next + count - 1 do
    local ids = redis.call('HGET', of, ARGV[at]) or ''
    if not string.find(ids, id, 1, true) then redis.call('HSET', of, ARGV[at], ids .. id .. ' ') end
  end
  next = next + count
  redis.call('HSET', copies, id, string.format('%d', version + 1) .. '|' .. json)
end
return 1
`)

/**
 * KEYS: lanes, state, sends of the channel, sends to the address. ARGV: address, token, now, until, whether it is a probe, longest span, count of rates, then of
 * each: `channel` or `address`, count, span. Returns what is in the way and until when, or nothing.
 */
export const leaseScript = script(`#!lua
local address, token, now, untilMs = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local paused = redis.call('HGET', KEYS[2], 'paused') or '0'
if tonumber(paused) > now then return { 'channel', paused } end
local lane = string.match(redis.call('HGET', KEYS[1], address) or '', '^(%d+)|') or '0'
if tonumber(lane) > now then return { 'address', lane } end
local free = { channel = 0, address = 0 }
local logs = { channel = KEYS[3], address = KEYS[4] }
for next = 8, 7 + 3 * tonumber(ARGV[7]), 3 do
  local per, count, span = ARGV[next], tonumber(ARGV[next + 1]), tonumber(ARGV[next + 2])
  local nth = redis.call('ZREVRANGE', logs[per], count - 1, count - 1, 'WITHSCORES')[2]
  if nth and tonumber(nth) > now - span then free[per] = math.max(free[per], tonumber(nth) + span) end
end
if free.channel > now then return { 'channel', string.format('%d', free.channel) } end
if free.address > now then
  local at = string.format('%d', free.address)
  redis.call('HSET', KEYS[1], address, at .. '|')
  return { 'address', at }
end
for _, log in pairs(logs) do
  redis.call('ZREMRANGEBYSCORE', log, '-inf', now - tonumber(ARGV[6]))
  redis.call('ZADD', log, now, token)
  redis.call('PEXPIRE', log, tonumber(ARGV[6]) + 1000)
end
redis.call('HSET', KEYS[1], address, untilMs .. '|' .. token)
if ARGV[5] ~= '' then redis.call('HSET', KEYS[2], 'paused', untilMs) end
return {}
`)

/** KEYS: lanes. ARGV: address, token, when it is free ('0': now). */
export const releaseScript = script(`#!lua
local lane = redis.call('HGET', KEYS[1], ARGV[1]) or ''
if string.match(lane, '|(.*)$') ~= ARGV[2] then return 0 end
if ARGV[3] == '0' then redis.call('HDEL', KEYS[1], ARGV[1])
else redis.call('HSET', KEYS[1], ARGV[1], ARGV[3] .. '|') end
return 1
`)

/** KEYS: times. ARGV: a name for this one, now, count, span. Returns 0 where it is one too many. */
export const admitScript = script(`#!lua
local now, count, span = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - span)
if redis.call('ZCARD', KEYS[1]) >= count then return 0 end
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('PEXPIRE', KEYS[1], span + 1000)
return 1
`)

/** KEYS: copies, of, ended, dead. ARGV: of each: id, count of its actions, and their ids. */
export const forgetScript = script(`#!lua
local next = 1
while next <= #ARGV do
  local id, count = ARGV[next], tonumber(ARGV[next + 1])
  next = next + 2
  redis.call('HDEL', KEYS[1], id)
  redis.call('ZREM', KEYS[3], id)
  redis.call('ZREM', KEYS[4], id)
  for at = next, next + count - 1 do
    local left = ''
    for other in string.gmatch(redis.call('HGET', KEYS[2], ARGV[at]) or '', '%S+') do
      if other ~= id then left = left .. other .. ' ' end
    end
    if left == '' then redis.call('HDEL', KEYS[2], ARGV[at])
    else redis.call('HSET', KEYS[2], ARGV[at], left) end
  end
  next = next + count
end
return 1
`)

function script(lua: string) {
  return { lua, sha1: createHash('sha1').update(lua).digest('hex') }
}
