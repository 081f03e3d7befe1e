"""Portal reads for screens, cached in Redis per person: fresh for a minute, kept an hour for when Bitrix24
is silent.

Plans and read-backs never use this: they ask the portal.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

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
from landing_app.portals import readings
from landing_app.portals.clients import landing_for
from landing_app.portals.models import Portal, PortalUser
from landing_app.portals.readings import Reading

__all__ = ["Reading", "forget", "kept_sites", "site_contents", "sites"]

log = logging.getLogger(__name__)
T = TypeVar("T")


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
    return readings.look(portal_user, "sites", "sites").kept


def forget(portal: Portal, scope: SiteScope | None = None, site_id: int | None = None) -> None:
    """Make everyone of the portal read again: everything, or one site and the list of sites."""
    one = scope is not None and site_id is not None
    readings.forget(portal, [_place(scope, site_id), "sites"] if one else ["all"])


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
    found: readings.Found[T] = readings.look(portal_user, name, place)
    kept = found.kept
    if kept is not None and not again and kept.is_fresh:
        return kept
    try:
        value = read(portal_user)
    except (TransportError, LimitError):
        if kept is None:
            raise
        return replace(kept, stale=True)
    reading = Reading(value, timezone.now(), stale=False)
    readings.save(portal_user, name, found.mark, reading)
    return reading


def _place(scope: SiteScope | None, site_id: int | None) -> str:
    return f"{scope}:{site_id}"
