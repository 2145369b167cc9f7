/** The script of commits. */
import { WRITING } from "./lua.ts";

/**
 * KEYS: as all that write, and the memory of this client's commits. ARGV: time, number of the
 * commit, the least number not answered yet, how many checks, guards, changes and messages, then
 * these, then channels and what is published on each.
 *
 * Answers V with the versionstamp; F: a check failed; G: a guard failed; E with the change that met
 * another type; S: this commit was answered long ago. What was answered is remembered until the
 * client says that it has heard it, so a commit that is sent twice is applied once.
 */
export const COMMIT: string = `${WRITING}
local done = KEYS[8]
local now, us = time(ARGV[1])
local number, floor = ARGV[2], tonumber(ARGV[3])
local known = call('HMGET', done, number, 'floor', 'until')
if known[1] then return known[1] end
local heard = tonumber(known[2] or floor)
if tonumber(number) < heard then return 'S' end

local at = 8
local function argument()
  at = at + 1
  return ARGV[at - 1]
end

local function holds(count)
  for _ = 1, count do
    local entry = call('HGET', entries, argument())
    local stamp = argument()
    if (alive(entry, now) and string.sub(entry, 1, 20) or '') ~= stamp then return false end
  end
  return true
end

local function combine(op, old, operand)
  if not old then return operand end
  if string.sub(old, 1, 1) ~= 'u' then return nil end
  local high, low = struct.unpack('>I4I4', operand, 2)
  local old_high, old_low = struct.unpack('>I4I4', old, 2)
  if op == '+' then
    low = low + old_low
    high = high + old_high
    if low >= 4294967296 then
      low = low - 4294967296
      high = high + 1
    end
    return 'u' .. struct.pack('>I4I4', high % 4294967296, low)
  end
  local less = high < old_high or (high == old_high and low < old_low)
  return less == (op == '<') and operand or old
end

local function decide()
  if not holds(tonumber(ARGV[4])) then return 'F' end
  if not holds(tonumber(ARGV[5])) then return 'G' end
  local changes, values = {}, {}
  for i = 1, tonumber(ARGV[6]) do
    local op, key = argument(), argument()
    if op == 'D' then
      changes[i] = { key, false }
      values[key] = false
    else
      local value, wait = argument(), argument()
      if op ~= 'S' and op ~= 'T' then
        local old = values[key]
        if old == nil then
          old = call('HGET', entries, key)
          old = alive(old, now) and string.sub(old, 29)
        end
        value = combine(op, old, value)
        if not value then return 'E' .. op end
      end
      changes[i] = { key, value, wait, op == 'T' }
      if op ~= 'T' then values[key] = value end
    end
  end
  -- nothing fails from here on
  local stamp, order, staged, expiring = next_stamp(us), {}, {}, {}
  for _, change in ipairs(changes) do
    local key, value, wait, stamped = change[1], change[2], change[3], change[4]
    if stamped then key = key .. '\\2' .. stamp .. '\\0' end
    if staged[key] == nil then order[#order + 1] = key end
    expiring[key] = nil
    if value then
      local deadline = NEVER
      if wait ~= '' then
        expiring[key] = now + tonumber(wait)
        deadline = struct.pack('>d', expiring[key])
      end
      value = stamp .. deadline .. value
    end
    staged[key] = value
  end
  apply(order, staged, expiring)
  for i = 1, tonumber(ARGV[7]) do
    local message, delay = { argument(), {}, {} }, tonumber(argument())
    for n = 1, tonumber(argument()) do message[2][n] = tonumber(argument()) end
    for n = 1, tonumber(argument()) do message[3][n] = argument() end
    local id = stamp .. string.format('%04d', i)
    call('HSET', messages, id, cmsgpack.pack(message))
    call('ZADD', queue, integer(now + delay), id)
  end
  if ARGV[7] ~= '0' then call('PUBLISH', queue, '') end
  while at < #ARGV do
    local channel = argument()
    call('PUBLISH', channel, argument())
  end
  return 'V' .. stamp
end

local result = decide()
local fresh, last = { number, result }, math.min(floor, heard + 1000)
-- forgotten many at once, because every change here is also written to the disk
if last < heard + 64 then last = heard end
if last > heard then
  local old = {}
  for n = heard, last - 1 do old[#old + 1] = integer(n) end
  call('HDEL', done, unpack(old))
end
if last > heard or not known[2] then
  fresh[3] = 'floor'
  fresh[4] = integer(last)
end
local renew = tonumber(known[3] or 0) < now + 540000
if renew then
  fresh[#fresh + 1] = 'until'
  fresh[#fresh + 1] = integer(now + 600000)
end
call('HSET', done, unpack(fresh))
if renew then call('PEXPIRE', done, 600000) end
sweep(now, 10)
return result
`;
