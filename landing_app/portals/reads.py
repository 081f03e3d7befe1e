"""Portal reads for screens, cached in Redis per person: fresh for a minute, kept an hour for when Bitrix24
is silent.

Plans and read-backs never use this: they ask the portal.
"""

import logging
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock
from typing import Any, Generic, TypeVar

import redis
from django.utils import timezone

from landing_app.bitrix24.errors import (
    AuthError,
    Bitrix24Error,
    LimitError,
    PortalGone,
    PortalMoved,
    TransportError,
)
from landing_app.bitrix24.types import SITE_SCOPES, Site, SiteContents, SiteScope
from landing_app.portals import snapshots
from landing_app.portals.clients import landing_for, redis_connection
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


def sites(portal_user: PortalUser, *, again: bool = False) -> Reading[list[Site]]:
    """Sites of every scope that the person may see, without deleted and system ones. Raises Bitrix24Error.

    `again` asks the portal however fresh the kept reading is, which still serves when the portal is silent."""
    return _read(portal_user, _all_sites, "sites", again=again)


def site_contents(
    portal_user: PortalUser, scope: SiteScope, site_id: int, *, again: bool = False
) -> Reading[SiteContents]:
    """One site with folders, pages and the person's rights; `again` as for `sites`. Raises Bitrix24Error,
    NotFound for a foreign id."""

    def read(person: PortalUser) -> SiteContents:
        return landing_for(person).site_contents(site_id, scope)

    return _read(portal_user, read, f"site:{scope}:{site_id}", _place(scope, site_id), again=again)


def kept_sites(portal_user: PortalUser) -> Reading[list[Site]] | None:
    """The last reading of `sites`, up to an hour old, or None; never asks the portal."""
    return _load(_key(portal_user, "sites", "sites"))


def forget(portal: Portal, scope: SiteScope | None = None, site_id: int | None = None) -> None:
    """Make everyone of the portal read again: everything, or one site and the list of sites."""
    places = [_place(scope, site_id), "sites"] if scope is not None and site_id is not None else ["all"]
    try:
        with redis_connection().pipeline() as pipe:
            for place in places:
                key = _counter(portal, place)
                pipe.incr(key)
                pipe.expire(key, 2 * KEPT_SECONDS)
            pipe.execute()
    except redis.RedisError:
        log.warning("Redis is down: readings are not forgotten, and none can be used either")


def _all_sites(person: PortalUser) -> list[Site]:
    landing = landing_for(person)
    found: list[Site] = []
    for scope in SITE_SCOPES:
        try:
            found += landing.sites(scope)
        except (AuthError, LimitError, TransportError, PortalGone, PortalMoved):
            raise
        except Bitrix24Error as error:
            # A portal without knowledge bases or group sites refuses that scope; the usual sites must work.
            if scope == "":
                raise
            log.info("Sites of scope %s are not offered: %s", scope, error)
    return [site for site in found if not site.special and not site.deleted]


def _read(
    portal_user: PortalUser,
    read: Callable[[PortalUser], T],
    name: str,
    place: str = "sites",
    *,
    again: bool,
) -> Reading[T]:
    key = _key(portal_user, name, place)
    kept: Reading[T] | None = _load(key)
    if kept is not None and not again and kept.is_fresh:
        return kept
    try:
        value = read(portal_user)
    except (TransportError, LimitError):
        if kept is None:
            raise
        return replace(kept, stale=True)
    reading = Reading(value, timezone.now(), stale=False)
    _save(key, reading)
    return reading


def _place(scope: SiteScope | None, site_id: int | None) -> str:
    return f"{scope}:{site_id}"


def _counter(portal: Portal, place: str) -> str:
    return f"page-desk:reads:{portal.member_id}:forgotten:{place}"


def _key(person: PortalUser, name: str, place: str) -> str | None:
    """The counters are part of the key: a reading that began before `forget` is stored where nobody looks."""
    portal = person.portal
    try:
        counts = redis_connection().mget(_counter(portal, "all"), _counter(portal, place))
    except redis.RedisError:
        return None
    mark = "-".join(str(int(count or 0)) for count in counts)
    return f"page-desk:reads:{portal.member_id}:{person.user_id}:{mark}:{name}"


def _load(key: str | None) -> Reading[T] | None:
    if key is None:
        return None
    try:
        kept = redis_connection().get(key)
        return _unpacked(kept) if isinstance(kept, bytes) else None
    except (redis.RedisError, zlib.error, ValueError, KeyError, TypeError):
        # Written by another version of the app, or no Redis: the portal is asked.
        return None


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


def _save(key: str | None, reading: Reading[T]) -> None:
    if key is None:
        return
    text = f"{reading.read_at.isoformat()}\n{snapshots.packed(reading.value)}"
    kept = zlib.compress(text.encode(), 1)
    try:
        redis_connection().set(key, kept, ex=KEPT_SECONDS)
    except redis.RedisError:
        log.warning("Redis is down: a reading is not kept")
        return
    _keep_at_hand(kept, reading)
