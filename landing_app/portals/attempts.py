"""How often somebody may try: small leaky buckets in Redis, shared by all web processes.

`UNPROVED` and `PORTAL` stand before the authorization server, which every opening and renewal of a frame asks:
flooding it through us could close it for every portal. A proof gives its slot of `UNPROVED` back, so that an
office of any size behind one address never fills it; what remains are posts that proved nothing. `PORTAL` counts
proofs only, so nobody outside can fill the bucket of a portal that they merely name.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Final

import redis
from django.utils.crypto import salted_hmac

from landing_app.portals.clients import redis_connection

log = logging.getLogger(__name__)

# KEYS: the bucket, one number: when it will be empty. ARGV: slots it holds, seconds until one is free again, and
# how many to take: 1, 0 to look only, -1 to give back. Answers the seconds until one more would fit.
_SCRIPT = """
local clock = redis.call('TIME')
local now = tonumber(clock[1]) + tonumber(clock[2]) / 1000000
local size, interval, taken = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local empty = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'))
local wait = math.max(0, empty + interval - size * interval - now)
if taken == 0 or (taken > 0 and wait > 0) then return tostring(wait) end
empty = empty + taken * interval
if empty > now then
  redis.call('SET', KEYS[1], string.format('%.4f', empty), 'PX', math.ceil((empty - now) * 1000))
else
  redis.call('DEL', KEYS[1])
end
return '0'
"""


@dataclass(frozen=True, slots=True)
class Bucket:
    """`size` attempts at once, and one more every `seconds`. All but `refuses` raise `redis.RedisError`."""

    name: str
    size: int
    seconds: float

    def take(self, who: str) -> float:
        """Count an attempt; 0, or the seconds to wait, and then it is not counted."""
        return self._run(who, 1)

    def refuses(self, who: str) -> float:
        """The seconds to wait, as `take`; 0 when Redis does not answer.

        For what others limit as well: the portal's limiter, which stays closed then, the decoders' slots, and rows
        counted in the database.
        """
        try:
            return self.take(who)
        except redis.RedisError:
            log.warning("Redis does not answer, so an attempt (%s) was not counted", self.name)
            return 0

    def wait(self, who: str) -> float:
        """The seconds to wait before another attempt; counts nothing."""
        return self._run(who, 0)

    def give_back(self, who: str) -> None:
        """The attempt was a good one."""
        self._run(who, -1)

    def _run(self, who: str, taken: int) -> float:
        # Keyed, because an address is personal data, and because `who` may be any text of a request.
        key = f"attempts:{self.name}:{salted_hmac('portals.attempts', who).hexdigest()}"
        script = redis_connection().register_script(_SCRIPT)
        return float(script(keys=[key], args=[self.size, self.seconds, taken]))


#: Posts of one client address that prove nothing: dead tokens after a reload (a few per person and hour, many at
#: once when an office returns from lunch), and forged ones. A stranger makes us ask once a second at most.
UNPROVED: Final = Bucket("unproved", 120, 1.0)
#: Proved openings of one portal: 1,000 people who open the app a few times an hour use a fifth of it.
PORTAL: Final = Bucket("portal", 300, 0.2)
#: Events with a wrong application token that one address may have written down.
FORGED_EVENTS: Final = Bucket("forged-events", 30, 5.0)
#: Plans one person opens. Each reads the portal and writes a row per target.
PLANS: Final = Bucket("plans", 60, 1.0)
#: Pictures one person sends. Each may cost up to 10 seconds of a processor.
UPLOADS: Final = Bucket("uploads", 40, 3.0)
