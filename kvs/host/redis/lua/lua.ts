/**
 * What runs inside Redis: each text is one atomic step.
 *
 * A stored entry is 20 bytes of versionstamp, 8 of deadline (a double, milliseconds since 1970, 0
 * for never), 1 of kind (v, b, u) and the value. `entries` has it by key; `keys` is a sorted set of
 * the keys, all of one score, so that Redis orders them byte by byte; `deadlines` has the keys that
 * expire, by their time, and may have some whose entry was written again since.
 *
 * Redis does not undo what a script wrote before it failed: every script decides first and writes
 * when nothing can fail any more.
 */

/** What every script begins with. The time is the server's unless one is handed in. */
const COMMON: string = `
local call = redis.call
local function time(given)
  if given ~= '' then return tonumber(given), tonumber(given) * 1000 end
  local t = call('TIME')
  local us = t[1] * 1000000 + t[2]
  return math.floor(us / 1000), us
end
local function integer(n) return string.format('%.0f', n) end
`;

/** What every script that writes begins with: its KEYS are in this order. */
export const WRITING: string = `${COMMON}
local entries, keys, deadlines, version = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local queue, messages, claims = KEYS[5], KEYS[6], KEYS[7]
local NEVER = struct.pack('>d', 0)

local function alive(entry, now)
  if not entry then return false end
  local deadline = struct.unpack('>d', entry, 21)
  return deadline == 0 or deadline > now
end

-- Also never less than the microseconds since 1970, so that no versionstamp comes twice even where
-- Redis has lost its last commits.
local function next_stamp(us)
  local v = math.max(tonumber(call('GET', version) or 0) + 1, us)
  call('SET', version, integer(v))
  local high = math.floor(v / 4294967296)
  return string.format('%08x%08x0000', high, v - high * 4294967296)
end

-- In portions, because the stack of Lua is limited.
local function many(command, key, list)
  for i = 1, #list, 4000 do
    call(command, key, unpack(list, i, math.min(i + 3999, #list)))
  end
end

local function touch(key) call('PUBLISH', entries .. ':' .. redis.sha1hex(key), '') end

-- staged: the entry of each key in order, or false where it is deleted.
local function apply(order, staged, expiring)
  local sets, members, gone, timed = {}, {}, {}, {}
  for _, key in ipairs(order) do
    local entry = staged[key]
    if entry then
      sets[#sets + 1] = key
      sets[#sets + 1] = entry
      members[#members + 1] = '0'
      members[#members + 1] = key
    else
      gone[#gone + 1] = key
    end
    if entry and expiring[key] then
      timed[#timed + 1] = integer(expiring[key])
      timed[#timed + 1] = key
    end
  end
  many('HSET', entries, sets)
  many('ZADD', keys, members)
  many('HDEL', entries, gone)
  many('ZREM', keys, gone)
  many('ZADD', deadlines, timed)
  for _, key in ipairs(order) do touch(key) end
end

local function sweep(now, limit)
  local due = call('ZRANGEBYSCORE', deadlines, '-inf', integer(now), 'LIMIT', 0, limit)
  for _, key in ipairs(due) do
    local entry = call('HGET', entries, key)
    if entry and not alive(entry, now) then
      call('HDEL', entries, key)
      call('ZREM', keys, key)
      touch(key)
    end
    call('ZREM', deadlines, key)
  end
  return #due
end

local function drop(id)
  call('HDEL', messages, id)
  call('HDEL', claims, id)
  call('ZREM', queue, id)
end

-- An attempt has failed: true if the message is to be tried again, then with how long to wait.
local function failed(id, message, us)
  local wait = table.remove(message[2], 1)
  if wait then
    call('HSET', messages, id, cmsgpack.pack(message))
    return true, wait
  end
  local order, staged = {}, {}
  if #message[3] > 0 then
    local entry = next_stamp(us) .. NEVER .. 'v' .. message[1]
    for _, key in ipairs(message[3]) do
      if not staged[key] then order[#order + 1] = key end
      staged[key] = entry
    end
    apply(order, staged, {})
  end
  drop(id)
  return false
end
`;

/** KEYS: entries. ARGV: time, keys. Answers the time and the entries. */
export const GET: string = `${COMMON}
local now = time(ARGV[1])
return { integer(now), call('HMGET', KEYS[1], unpack(ARGV, 2)) }
`;

/** KEYS: entries, keys. ARGV: time, command, ends, limit. Answers the time, the keys and the entries. */
export const LIST: string = `${COMMON}
local now = time(ARGV[1])
local found = call(ARGV[2], KEYS[2], ARGV[3], ARGV[4], 'LIMIT', 0, ARGV[5])
if #found == 0 then return { integer(now), {}, {} } end
return { integer(now), found, call('HMGET', KEYS[1], unpack(found)) }
`;

/** ARGV: time, limit. Removes entries that have expired; answers how many deadlines it met. */
export const SWEEP: string = `${WRITING}
local now = time(ARGV[1])
return sweep(now, ARGV[2])
`;
