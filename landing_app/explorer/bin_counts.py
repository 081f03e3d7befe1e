"""How many pages lie in the recycle bin of a site, told after its screen is shown.

Kept as long as the reading of the site it belongs to: Refresh and the end of a job make a new one.
"""

from django.core.cache import cache

from landing_app.bitrix24.errors import Bitrix24Error
from landing_app.bitrix24.types import SiteContents
from landing_app.portals.clients import landing_for
from landing_app.portals.models import PortalUser
from landing_app.portals.readings import KEPT_SECONDS, Reading


def kept(viewer: PortalUser, reading: Reading[SiteContents]) -> int | None:
    """The number if it is known without asking the portal."""
    number: int | None = cache.get(_key(viewer, reading))
    return number


def keep(viewer: PortalUser, reading: Reading[SiteContents], number: int) -> None:
    """Somebody looked into the recycle bin: its number need not be asked for."""
    cache.set(_key(viewer, reading), number, KEPT_SECONDS)


def read(viewer: PortalUser, reading: Reading[SiteContents]) -> int | None:
    """The number, asked for where it is not known; None when the portal does not tell. Rests on
    `landing.landing.getList` and `landing.site.getFolders`; never raises."""
    number = kept(viewer, reading)
    if number is not None or reading.stale:
        return number
    site = reading.value.site
    try:
        number = landing_for(viewer).trash_size(site.id, site.scope)
    except Bitrix24Error:
        return None
    keep(viewer, reading, number)
    return number


def _key(viewer: PortalUser, reading: Reading[SiteContents]) -> str:
    site, moment = reading.value.site, reading.read_at.timestamp()
    return f"bin-count:{viewer.portal.member_id}:{viewer.user_id}:{site.scope}:{site.id}:{moment}"
