"""What the tiles of sites get after they are shown: how many pages a site has and how many are changed.

Kept as long as the reading of sites they belong to: Refresh and the end of a job make a new reading, and with it the
facts are asked anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache

from landing_app.bitrix24.errors import Bitrix24Error
from landing_app.bitrix24.types import Site, SiteScope
from landing_app.portals import reads
from landing_app.portals.clients import landing_for
from landing_app.portals.models import PortalUser
from landing_app.portals.readings import KEPT_SECONDS


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """`known` is False when the portal did not tell the counts."""

    site_id: int
    known: bool
    pages: int
    changed: int

    @property
    def may_have_changes(self) -> bool:
        """Some pages are changed, or nobody knows."""
        return not self.known or self.changed > 0


def read(viewer: PortalUser, ids: frozenset[int]) -> list[SiteFacts]:
    """Facts of these sites where the viewer sees them; never raises."""
    try:
        reading = reads.sites(viewer)
    except Bitrix24Error:
        return []
    return list(of(viewer, reading, [site for site in reading.value if site.id in ids]).values())


def of(viewer: PortalUser, reading: reads.Reading[list[Site]], sites: Iterable[Site]) -> dict[int, SiteFacts]:
    """Site id to the facts of these sites of a reading. What is not kept is asked once per site scope, and not at all
    while the portal is silent. Rests on `landing.landing.getList`; never raises."""
    wanted = {site.id: site for site in sites}
    prefix = f"site-facts:{viewer.portal.member_id}:{viewer.user_id}:{reading.read_at.timestamp()}:"
    kept = cache.get_many([f"{prefix}{site_id}" for site_id in wanted])
    counts: dict[int, tuple[int, int]] = {
        int(key.removeprefix(prefix)): (pages, changed) for key, (pages, changed) in kept.items()
    }
    missing = [site for site in wanted.values() if site.id not in counts]
    asked: dict[int, tuple[int, int]] = {}
    for scope in dict.fromkeys(site.scope for site in missing if not reading.stale):
        asked |= _asked(viewer, scope, [site.id for site in missing if site.scope == scope])
    if asked:
        cache.set_many({f"{prefix}{site_id}": list(told) for site_id, told in asked.items()}, KEPT_SECONDS)
    counts |= asked
    return {
        site_id: SiteFacts(site_id, site_id in counts, *counts.get(site_id, (0, 0))) for site_id in wanted
    }


def _asked(viewer: PortalUser, scope: SiteScope, ids: list[int]) -> dict[int, tuple[int, int]]:
    try:
        counts = landing_for(viewer).page_counts(scope, ids)
    except Bitrix24Error:
        return {}
    return {site_id: counts.get(site_id, (0, 0)) for site_id in ids}
