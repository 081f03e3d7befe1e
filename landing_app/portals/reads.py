"""Portal reads for screens, cached in Redis per person: fresh for a minute, kept an hour for when Bitrix24
is silent.

Plans and read-backs never use this: they ask the portal.
"""

import json
import logging
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
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


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What the portal answered at `read_at`; `stale` when it did not answer now and an older answer is
    shown."""

    value: T
    read_at: datetime
    stale: bool


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
    if kept is not None and not again and timezone.now() - kept.read_at < FRESH:
        return kept
    try:
        value = read(portal_user)
    except (TransportError, LimitError):
        if kept is None:
            raise
        return Reading(kept.value, kept.read_at, stale=True)
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
        return _unpack(kept) if isinstance(kept, bytes) else None
    except (redis.RedisError, zlib.error, ValueError, KeyError, TypeError):
        # Written by another version of the app, or no Redis: the portal is asked.
        return None


# Pages of ten thousand rows take longer to unpack than everything else a request does; paging through one asks again
# and again for the same. What comes out is shared, so nobody may change it.
@lru_cache(maxsize=4)
def _unpack(kept: bytes) -> Reading[Any]:
    data = json.loads(zlib.decompress(kept))
    return Reading(snapshots.restore(data["value"]), datetime.fromisoformat(data["read_at"]), stale=False)


def _save(key: str | None, reading: Reading[T]) -> None:
    if key is None:
        return
    data = {"read_at": reading.read_at.isoformat(), "value": snapshots.plain(reading.value)}
    try:
        redis_connection().set(key, zlib.compress(json.dumps(data).encode(), 1), ex=KEPT_SECONDS)
    except redis.RedisError:
        log.warning("Redis is down: a reading is not kept")
