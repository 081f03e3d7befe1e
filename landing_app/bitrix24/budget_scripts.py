"""What happens inside Redis when the operating budget is asked or fed: one atomic script each."""

from __future__ import annotations

# A counter is a hash: `b:<epoch>` seconds that are forgotten at that time, `r:<id>` = "seconds:expiry" of
# work under way, `cost` average seconds per command, `limit` a lower limit learned from a 429, `closed`
# until, `seen` the portal's time of the newest answer.
LIBRARY = """
local now = tonumber(ARGV[#ARGV])
if not now then
  local clock = redis.call('TIME')
  now = tonumber(clock[1]) + tonumber(clock[2]) / 1000000
end
local function read(key)
  local raw, counter = redis.call('HGETALL', key), {parts = {}, used = 0, reserved = 0}
  for i = 1, #raw, 2 do
    local name, value = raw[i], raw[i + 1]
    local kind, id = string.sub(name, 1, 2), string.sub(name, 3)
    if kind == 'b:' then
      if tonumber(id) <= now then
        redis.call('HDEL', key, name)
      else
        table.insert(counter.parts, {at = tonumber(id), seconds = tonumber(value), name = name})
        counter.used = counter.used + tonumber(value)
      end
    elseif kind == 'r:' then
      local seconds, expiry = string.match(value, '^(.-):(.+)$')
      if tonumber(expiry) <= now then redis.call('HDEL', key, name)
      else counter.reserved = counter.reserved + tonumber(seconds) end
    else
      counter[name] = tonumber(value)
    end
  end
  table.sort(counter.parts, function(a, b) return a.at < b.at end)
  return counter
end
"""

# KEYS: counters. ARGV: limit, reservation id, its life, then commands and expected seconds per counter.
# Answers the share of the commands that fits (1: all, reserved now) and, when not even one fits, the time to
# come back.
RESERVE = (
    LIBRARY
    + """
local share, resume, amounts = 1, 0, {}
for i, key in ipairs(KEYS) do
  local c, count = read(key), tonumber(ARGV[2 + 2 * i])
  local cost = math.max(c.cost or tonumber(ARGV[3 + 2 * i]), 0.001)
  local limit = math.min(tonumber(ARGV[1]), c.limit or math.huge)
  local room = limit - c.used - c.reserved
  amounts[i] = cost * count
  if (c.closed or 0) > now then
    share, resume = 0, math.max(resume, c.closed)
  elseif amounts[i] > room then
    local fits = math.floor(math.max(0, room) / cost)
    share = math.min(share, fits / count)
    if fits < 1 then
      local free, at = room, now + 5
      for _, part in ipairs(c.parts) do
        free, at = free + part.seconds, part.at
        if free >= cost then break end
      end
      resume = math.max(resume, at)
    end
  end
end
if share == 1 then
  for i, key in ipairs(KEYS) do
    redis.call('HSET', key, 'r:' .. ARGV[2], amounts[i] .. ':' .. (now + tonumber(ARGV[3])))
    redis.call('EXPIRE', key, 86400)
  end
end
return {tostring(share), tostring(resume)}
"""
)

# KEYS: counters. ARGV: reservation id, then per counter: operating, seconds until reset, finish, cost, spent.
# An answer that overtook a newer one may raise the figure but not lower it.
SETTLE = (
    LIBRARY
    + """
local function add(key, at, seconds)
  if seconds > 0 then redis.call('HINCRBYFLOAT', key, 'b:' .. string.format('%d', at), seconds) end
end
for i, key in ipairs(KEYS) do
  redis.call('HDEL', key, 'r:' .. ARGV[1])
  local at = 2 + (i - 1) * 5
  local reading = tonumber(ARGV[at])
  if reading >= 0 then
    local c = read(key)
    local reset = math.ceil(math.max(now + 1, now + tonumber(ARGV[at + 1])) - 0.01)
    local finish, cost, spent = tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4])
    local difference = reading - c.used
    local rise = difference
    if difference > 0 then
      local own = math.min(difference, spent)
      add(key, reset + 60 * math.floor(math.max(0, now + 600 - reset) / 60), own)
      add(key, reset, difference - own)
    elseif finish >= (c.seen or 0) then
      for _, part in ipairs(c.parts) do
        local cut = math.min(part.seconds, -difference)
        difference = difference + cut
        redis.call('HINCRBYFLOAT', key, part.name, -cut)
      end
    end
    if finish > (c.seen or 0) then redis.call('HSET', key, 'seen', tostring(finish)) end
    -- One command alone: its cost is what the figure rose by, if nobody else was at work.
    -- Forgotten seconds make that figure jump, so one command at most doubles what is known.
    if cost < 0 and rise > 0 and c.reserved == 0 and #c.parts > 0 then
      cost = math.min(rise, (c.cost or 1) * 2)
    end
    if cost >= 0 then
      redis.call('HSET', key, 'cost', tostring(c.cost and c.cost * 0.7 + cost * 0.3 or cost))
    end
    redis.call('EXPIRE', key, 86400)
  end
end
return 1
"""
)

CLOSE = (
    LIBRARY
    + """
local c = read(KEYS[1])
local resume = c.parts[1] and c.parts[1].at or now + 60
if c.used > 60 then
  redis.call('HSET', KEYS[1], 'limit', tostring(math.min(c.limit or math.huge, c.used * 0.98)))
end
redis.call('HSET', KEYS[1], 'closed', tostring(resume))
redis.call('EXPIRE', KEYS[1], 86400)
return tostring(resume)
"""
)
