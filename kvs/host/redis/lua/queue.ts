/** The scripts of the queue. */
import { WRITING } from "./lua.ts";

/**
 * KEYS: as all that write, and the memory of this client. ARGV: time, limit, lease, name of this
 * claim. Answers the time, when the next message is due (empty: there is none), and what it claimed:
 * ids and payloads in turn. A claim that is sent twice answers the same messages twice.
 */
export const CLAIM: string = `${WRITING}
local now, us = time(ARGV[1])
local lease, claim = tonumber(ARGV[3]), ARGV[4]
local taken, ids = {}, {}
local function take(id, message)
  ids[#ids + 1] = id
  taken[#taken + 1] = id
  taken[#taken + 1] = message[1]
end
local last = call('HGET', KEYS[8], 'claim')
last = last and cmsgpack.unpack(last)
if last and last[1] == claim then
  for _, id in ipairs(last[2]) do
    local raw = call('HGET', messages, id)
    if raw and call('HGET', claims, id) == claim then take(id, cmsgpack.unpack(raw)) end
  end
else
  for _, id in ipairs(call('ZRANGEBYSCORE', queue, '-inf', integer(now), 'LIMIT', 0, ARGV[2])) do
    local raw = call('HGET', messages, id)
    local message = raw and cmsgpack.unpack(raw)
    if not message then
      drop(id)
    -- who had claimed it has died: that attempt has failed
    elseif call('HEXISTS', claims, id) == 0 or failed(id, message, us) then
      call('ZADD', queue, integer(now + lease), id)
      call('HSET', claims, id, claim)
      take(id, message)
    end
  end
  if #ids > 0 then
    call('HSET', KEYS[8], 'claim', cmsgpack.pack({ claim, ids }))
    call('PEXPIRE', KEYS[8], 600000)
  end
end
local due = call('ZRANGE', queue, 0, 0, 'WITHSCORES')
return { integer(now), due[2] or '', taken }
`;

/**
 * ARGV: time, id, name of the claim, what happened: 1 it was handled, 0 its handler failed, r it was
 * not handed out.
 */
export const FINISH: string = `${WRITING}
local now, us = time(ARGV[1])
local id, claim, outcome = ARGV[2], ARGV[3], ARGV[4]
if outcome == '1' then return drop(id) end
local raw = call('HGET', messages, id)
if not raw or call('HGET', claims, id) ~= claim then return end
local again, wait = true, 0
if outcome == '0' then again, wait = failed(id, cmsgpack.unpack(raw), us) end
if again then
  call('HDEL', claims, id)
  call('ZADD', queue, integer(now + wait), id)
  call('PUBLISH', queue, '')
end
`;

/** ARGV: time, lease, ids and names of their claims in turn. Claims that are still ours go on. */
export const RENEW: string = `${WRITING}
local now = time(ARGV[1])
for i = 3, #ARGV, 2 do
  if call('HGET', claims, ARGV[i]) == ARGV[i + 1] then
    call('ZADD', queue, integer(now + tonumber(ARGV[2])), ARGV[i])
  end
end
`;
