"""Readings of a portal as Redis keeps them: one per person and thing, each with what was forgotten before it began."""

import logging
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock
from typing import Any, Generic, TypeVar, cast

import redis
from django.utils import timezone

from landing_app.portals import snapshots
from landing_app.portals.clients import cache_connection
from landing_app.portals.models import Portal, PortalUser

log = logging.getLogger(__name__)

FRESH = timedelta(seconds=60)
KEPT_SECONDS = 3600
T = TypeVar("T")
W = TypeVar("W")
_MOST_NOTES = 24


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What the portal answered at `read_at`; `stale` when it did not answer now and an older answer is
    shown. Shared by all requests that show it, so nobody may change it."""

    value: T
    read_at: datetime
    stale: bool
    _notes: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_fresh(self) -> bool:
        """It was read within the last minute."""
        return timezone.now() - self.read_at < FRESH

    @property
    def mark(self) -> str:
        """Equal for readings of the same value, for telling a browser whether something changed."""
        return self.worked_out("mark", lambda: sha256(snapshots.packed(self.value).encode()).hexdigest()[:16])

    def worked_out(self, key: Hashable, work: Callable[[], W]) -> W:
        """What `work` makes of the value, done once for this reading: sorting ten thousand pages takes longer than
        everything else a request does. `key` names the work, and nobody may change what comes out."""
        if key not in self._notes:
            if len(self._notes) >= _MOST_NOTES:
                self._notes.clear()
            self._notes[key] = work()
        found: W = self._notes[key]
        return found


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """What is kept, if it may still be shown. A reading is stored with the `mark` that was true before it began:
    what `forget` overtook is never shown, and takes the room of one reading until the next one replaces it. No mark:
    no Redis."""

    mark: bytes | None = None
    kept: Reading[T] | None = None


def look(person: PortalUser, name: str, place: str) -> "Found[T]":
    """The reading `name` of this person, unless `place` or everything was forgotten since it began."""
    portal = person.portal
    keys = [_counter(portal, "all"), _counter(portal, place), _key(person, name)]
    try:
        *counts, kept = cast("list[bytes | None]", cache_connection().mget(keys))
    except redis.RedisError:
        return Found()
    mark = b"-".join(count or b"0" for count in counts)
    its_mark, _, packed = (kept or b"").partition(b"\n")
    try:
        return Found(mark, _unpacked(packed) if its_mark == mark else None)
    except (zlib.error, ValueError, KeyError, TypeError):
        # Written by another version of the app: the portal is asked.
        return Found(mark)


def save(person: PortalUser, name: str, mark: bytes | None, reading: Reading[T]) -> None:
    """Keep it for an hour, instead of the one before; `mark` is what `look` found before it began."""
    if mark is None:
        return
    text = f"{reading.read_at.isoformat()}\n{snapshots.packed(reading.value)}"
    packed = zlib.compress(text.encode(), 1)
    try:
        cache_connection().set(_key(person, name), mark + b"\n" + packed, ex=KEPT_SECONDS)
    except redis.RedisError:
        log.warning("Redis is down: a reading is not kept")
        return
    _keep_at_hand(packed, reading)


def forget(portal: Portal, places: list[str]) -> None:
    """Show nobody of the portal what was read of these places until now; the place `all` is everything."""
    try:
        with cache_connection().pipeline() as pipe:
            for place in places:
                key = _counter(portal, place)
                pipe.incr(key)
                pipe.expire(key, 2 * KEPT_SECONDS)
            pipe.execute()
    except redis.RedisError:
        log.warning("Redis is down: readings are not forgotten, and none can be used either")


def _key(person: PortalUser, name: str) -> str:
    return f"page-desk:reads:{person.portal.member_id}:{person.user_id}:{name}"


def _counter(portal: Portal, place: str) -> str:
    return f"page-desk:reads:{portal.member_id}:forgotten:{place}"


# Pages of ten thousand rows take longer to unpack than everything else a request does; paging through one asks again
# and again for the same. Redis stays the truth: the key is what it holds.
_AT_HAND = 4
_at_hand: "OrderedDict[bytes, Reading[Any]]" = OrderedDict()
_turning = Lock()


def _unpacked(kept: bytes) -> Reading[Any]:
    with _turning:
        if kept in _at_hand:
            _at_hand.move_to_end(kept)
            return _at_hand[kept]
    read_at, _, value = zlib.decompress(kept).partition(b"\n")
    reading = Reading(snapshots.unpacked(value), datetime.fromisoformat(read_at.decode()), stale=False)
    _keep_at_hand(kept, reading)
    return reading


def _keep_at_hand(kept: bytes, reading: Reading[Any]) -> None:
    with _turning:
        _at_hand[kept] = reading
        while len(_at_hand) > _AT_HAND:
            _at_hand.popitem(last=False)
