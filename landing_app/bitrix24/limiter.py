"""The portal's leaky bucket mirrored in Redis, shared by every process behind one outgoing address.

The documentation counts requests per portal and source address: 50 at most, draining 2 per second (Enterprise
250 and 5). Ours drains evenly, the portal's in steps of a second, and requests of ours may come closer together
than they left: ``fill`` leaves room for both. A slot is reserved before sending. Waiters queue, interactive ones
first, and each is told when to come back.
"""

from __future__ import annotations

import random
import time
import uuid
from contextlib import suppress
from typing import Any, Literal

import redis

from .errors import LimitError

Lane = Literal["interactive", "bulk"]

_WATCHED_SECONDS = 30
"""While somebody used the app this recently, bulk work leaves the interactive reserve alone."""

_SHORTEST, _LONGEST = 2.0, 30.0
"""Seconds a bucket stays closed after the first 503, and at most."""

JITTER_SECONDS = 0.25
"""Two requests may arrive closer together by this much than they left, and still the bucket does not overflow."""

_births: dict[tuple[str, str], str] = {}
"""What this process remembers of each Redis: the mark that is gone when Redis lost its memory."""

_COMMON = """
local clock = redis.call('TIME')
local now = tonumber(clock[1]) + tonumber(clock[2]) / 1000000
local bucket, queue, lease, birth = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
"""

# KEYS: bucket, queue (ticket -> place), lease (ticket -> when it is forgotten), birth of this Redis' memory.
# A process that remembers another birth has seen Redis lose its memory: the portal may be full, so every
# bucket starts from the highest level it can have now.
_TAKE = (
    _COMMON
    + """
local rate, cap, reserve, watched = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local lane, ticket, remembered, fresh = ARGV[5], ARGV[6], ARGV[7], ARGV[8]
local born = redis.call('HGET', birth, 'id')
if not born then
  born = fresh
  redis.call('HSET', birth, 'id', born)
end
if remembered ~= '' and remembered ~= born and not redis.call('HGET', birth, 'lost') then
  redis.call('HSET', birth, 'lost', tostring(now))
end
local state = redis.call('HMGET', bucket, 'level', 'at', 'closed', 'watched', 'lost')
local lost = redis.call('HGET', birth, 'lost')
local level = math.max(0, tonumber(state[1] or '0') - (now - tonumber(state[2] or now)) * rate)
if lost and state[5] ~= lost then level = math.max(level, cap - (now - tonumber(lost)) * rate) end
if lane == 'interactive' then state[4] = tostring(now + watched) end
local closed = tonumber(state[3] or '0')
for _, old in ipairs(redis.call('ZRANGEBYSCORE', lease, '-inf', now)) do
  redis.call('ZREM', queue, old)
  redis.call('ZREM', lease, old)
end
if not redis.call('ZSCORE', queue, ticket) then
  local place = redis.call('HINCRBY', bucket, 'places', 1)
  redis.call('ZADD', queue, place + (lane == 'interactive' and 0 or 1e12), ticket)
end
local ahead = redis.call('ZRANK', queue, ticket)
local room = cap
if lane == 'bulk' and tonumber(state[4] or '0') > now then room = cap - reserve end
local wait = 0
if closed > now then
  wait = closed - now + ahead / rate
elseif level + ahead + 1 > room + 1e-6 then
  wait = (level + ahead + 1 - room) / rate
end
redis.call('HSET', bucket, 'level', tostring(wait > 0 and level or level + 1), 'at', tostring(now))
if state[4] then redis.call('HSET', bucket, 'watched', state[4]) end
if lost then redis.call('HSET', bucket, 'lost', lost) end
if wait > 0 then
  redis.call('ZADD', lease, now + wait + 1, ticket)
else
  redis.call('ZREM', queue, ticket)
  redis.call('ZREM', lease, ticket)
end
local keep = math.ceil((math.max(wait, cap / rate) + 60) * 1000)
for _, key in ipairs({bucket, queue, lease}) do redis.call('PEXPIRE', key, keep) end
return {tostring(wait), born}
"""
)

_LEAVE = "redis.call('ZREM', KEYS[2], ARGV[1]) redis.call('ZREM', KEYS[3], ARGV[1]) return 1"

# A refusal means that the portal is full whatever we believed. Strikes within a minute double the pause.
_CLOSE = (
    _COMMON
    + """
local cap, shortest = tonumber(ARGV[1]), tonumber(ARGV[2])
local longest, jitter = tonumber(ARGV[3]), tonumber(ARGV[4])
local state = redis.call('HMGET', bucket, 'closed', 'strikes')
local closed, strikes = tonumber(state[1] or '0'), tonumber(state[2] or '0')
if closed > now then return tostring(closed) end
if closed + 60 < now then strikes = 0 end
local pause = math.min(longest, shortest * 2 ^ strikes)
closed = now + pause * (1 + jitter)
redis.call('HSET', bucket, 'level', tostring(cap), 'at', tostring(now), 'closed', tostring(closed),
  'strikes', tostring(strikes + 1))
redis.call('PEXPIRE', bucket, math.ceil((pause * 2 + 180) * 1000))
return tostring(closed)
"""
)


class Limiter:
    """Grants slots for requests to a portal. ``egress_id`` names the outgoing address we share."""

    def __init__(self, connection: redis.Redis, egress_id: str) -> None:
        self._egress_id = egress_id
        self._take = connection.register_script(_TAKE)
        self._leave = connection.register_script(_LEAVE)
        self._close = connection.register_script(_CLOSE)
        place = connection.connection_pool.connection_kwargs
        self._redis = f"{place.get('host')}:{place.get('port')}/{place.get('db')}{place.get('path', '')}"

    def acquire(self, host: str, bucket: tuple[int, float], lane: Lane, max_wait: float) -> None:
        """Wait for a slot, at most ``max_wait`` seconds, and take it.

        Raises ``LimitError``: ``BUCKET_FULL`` with the time to come back, or ``LIMITER_UNAVAILABLE`` when
        Redis does not answer, because a request that is not counted may close the portal for everybody.
        """
        ticket = uuid.uuid4().hex
        deadline = time.monotonic() + max_wait
        while (wait := self._ask(host, bucket, lane, ticket)) > 0:
            if time.monotonic() + wait > deadline:
                self._run(self._leave, host, [ticket])
                raise LimitError("BUCKET_FULL", resume_at=time.time() + wait)
            time.sleep(wait)

    def block(self, host: str, bucket: tuple[int, float]) -> float:
        """Close the bucket for everybody after a 503; returns the epoch second of reopening. Never raises."""
        jitter = random.uniform(0, 0.25)  # noqa: S311 - spreads the reopening, no secret
        with suppress(LimitError):
            return float(self._run(self._close, host, [fill(bucket), _SHORTEST, _LONGEST, jitter]))
        return time.time() + _LONGEST

    def _ask(self, host: str, bucket: tuple[int, float], lane: Lane, ticket: str) -> float:
        cap, memory = fill(bucket), (self._redis, self._egress_id)
        known = _births.get(memory, "")
        arguments = [bucket[1], cap, cap // 5, _WATCHED_SECONDS, lane, ticket, known, uuid.uuid4().hex]
        wait, born = self._run(self._take, host, arguments)
        _births[memory] = _text(born)
        return float(wait)

    def _run(self, script: Any, host: str, arguments: list[Any]) -> Any:
        prefix = f"bitrix24:{self._egress_id}"
        keys = [f"{prefix}:{host}:{part}" for part in ("bucket", "queue", "lease")]
        try:
            return script(keys=[*keys, f"{prefix}:birth"], args=arguments)
        except redis.RedisError:
            raise LimitError("LIMITER_UNAVAILABLE") from None


def fill(bucket: tuple[int, float]) -> float:
    """How high we fill a bucket of this documented size: 48.5 of 50, 244.75 of 250.

    In any ``t`` seconds we send at most ``fill + drain * t`` requests. Within one step of the portal, ``t`` below
    a second and ``JITTER_SECONDS`` lost on the way, they must stay below ``size + 1`` because they are whole.
    """
    size, drain = bucket
    return size + 1 - drain * (1 + JITTER_SECONDS)


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
