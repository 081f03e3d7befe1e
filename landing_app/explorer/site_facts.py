"""What the tiles of sites get after they are shown: how many pages a site has and how many are changed."""

from dataclasses import dataclass

from landing_app.bitrix24.errors import Bitrix24Error
from landing_app.bitrix24.types import Site, SiteScope
from landing_app.portals import reads
from landing_app.portals.clients import landing_for
from landing_app.portals.models import PortalUser


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """`known` is False when the portal did not tell the counts."""

    site_id: int
    known: bool
    pages: int
    changed: int


def read(viewer: PortalUser, ids: frozenset[int]) -> list[SiteFacts]:
    """Facts of these sites where the viewer sees them; asks the portal once per site scope, and never raises."""
    try:
        sites = [site for site in reads.sites(viewer).value if site.id in ids]
    except Bitrix24Error:
        return []
    facts: list[SiteFacts] = []
    for scope in dict.fromkeys(site.scope for site in sites):
        facts += _of_scope(viewer, scope, [site for site in sites if site.scope == scope])
    return facts


def _of_scope(viewer: PortalUser, scope: SiteScope, sites: list[Site]) -> list[SiteFacts]:
    landing = landing_for(viewer)
    try:
        counts = landing.page_counts(scope, [site.id for site in sites])
    except Bitrix24Error:
        return [SiteFacts(site.id, False, 0, 0) for site in sites]
    return [SiteFacts(site.id, True, *counts.get(site.id, (0, 0))) for site in sites]
