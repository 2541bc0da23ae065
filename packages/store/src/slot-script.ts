/** The Lua scripts of the Redis adapter. Each is one atomic step on one slot; all keys are declared and share the slot's hash tag. Commands of Redis 7.0 only. */
import { createHash } from 'node:crypto'
import type { Put } from './port.ts'

/** Arguments of one call: Lua can't unpack arbitrarily many. Even, since some lists hold pairs. */
const listMax = 1000
const statePrefix = 'a:'

export interface SlotScript {
  readonly lua: string
  readonly sha1: string
}

/**
 * `#!lua` without flags makes the server refuse the whole script when memory is full; without it only the first growing write would fail, and the deletions
 * before it would stay. PUBLISH comes first so that a missing right on the channel refuses the change before anything is written; nobody can look before the
 * script is through. The position comes last: if a key was given another type by hand, the script stops half-way and the slot still counts as not moved.
 * One call for many values: each call is written to the append-only file as a command of its own, and costs more than the value.
 *
 * KEYS: position, state, due, ready, granted, open, then one per answer.
 * ARGV: from, to, channel, slot, answer lifetime in ms, seven lengths, then lists of those lengths (see `listsOf`), then one value per answer.
 * '' stands for absent. Returns 0 when the slot is elsewhere.
 */
export const applyScript = script(`#!lua
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
local state, due, ready, granted, open = KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
redis.call('PUBLISH', ARGV[3], ARGV[4])
local function all(command, key, list, first, last)
  for from = first, last, ${listMax} do
    redis.call(command, key, unpack(list, from, math.min(from + ${listMax - 1}, last)))
  end
end
local at = ${6 + 7}
local lists = { { 'HSET', state }, { 'HDEL', state }, { 'ZADD', due }, { 'ZREM', due }, { 'HSET', open }, { 'HDEL', open } }
for n, list in ipairs(lists) do
  local last = at + tonumber(ARGV[5 + n]) - 1
  all(list[1], list[2], ARGV, at, last)
  at = last + 1
end
local gone, withdrawn, issued, entered = {}, {}, {}, {}
local last = at + tonumber(ARGV[12]) - 1
for first = at, last, ${listMax} do
  local ids, till = {}, math.min(first + ${listMax - 1}, last)
  for n = first, till, 2 do ids[#ids + 1] = ARGV[n] end
  for n, former in ipairs(redis.call('HMGET', granted, unpack(ids))) do
    local id, audience = ids[n], ARGV[first + 2 * n - 1]
    if former and former ~= audience then
      gone[#gone + 1] = former .. '\\0' .. id
      withdrawn[#withdrawn + 1] = id
    end
    if audience ~= '' and former ~= audience then
      issued[#issued + 1] = 0
      issued[#issued + 1] = audience .. '\\0' .. id
      entered[#entered + 1] = id
      entered[#entered + 1] = audience
    end
  end
end
all('ZREM', ready, gone, 1, #gone)
all('HDEL', granted, withdrawn, 1, #withdrawn)
all('ZADD', ready, issued, 1, #issued)
all('HSET', granted, entered, 1, #entered)
at = last + 1
for key = 7, #KEYS do
  redis.call('SET', KEYS[key], ARGV[at], 'PX', ARGV[5], 'NX')
  at = at + 1
end
redis.call('SET', KEYS[1], ARGV[2])
return 1
`)

/** What `puts` say, last put of each key, as the lists of `applyScript` behind their lengths. */
export function listsOf(puts: readonly Put[]): (string | number | Buffer)[] {
  const values: (string | Buffer)[] = []
  const deleted: string[] = []
  const due: (string | number)[] = []
  const idle: string[] = []
  const open: string[] = []
  const closed: string[] = []
  const audiences: string[] = []
  const latest = new Map(puts.map((put) => [put.key, put]))
  for (const { key, value, index: given } of latest.values()) {
    if (value === null) deleted.push(key)
    else values.push(key, value)
    if (!key.startsWith(statePrefix)) continue
    const id = key.slice(statePrefix.length)
    const index = value === null ? {} : (given ?? {})
    if (index.dueAtMs === undefined) idle.push(id)
    else due.push(index.dueAtMs, id)
    if (index.revision === undefined) closed.push(id)
    else open.push(id, openText(index.revision, index.owner))
    audiences.push(id, index.ready ?? '')
  }
  const lists = [values, deleted, due, idle, open, closed, audiences]
  return [...lists.map((list) => list.length), ...lists.flat()]
}

/** `<revision>`, or `<revision> <owner>`. */
function openText(revision: number, owner: string | undefined): string {
  return owner === undefined ? String(revision) : `${revision} ${owner}`
}

/** KEYS: position, state. ARGV: expected position ('' for none), then fields. Returns 0 when the slot is elsewhere, else the values. */
export const loadScript = script(`#!lua flags=no-writes
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
local reply = {}
for first = 2, #ARGV, ${listMax} do
  local last = math.min(first + ${listMax - 1}, #ARGV)
  local values = redis.call('HMGET', KEYS[2], unpack(ARGV, first, last))
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
