"""How many blocks the drafts of pages have, asked in one batch and kept a minute.

Rests on `landing.block.getlist` with `edit_mode`. Reading drafts may write (the portal clones published rows into
drafts), so nobody's drafts are read who may not edit them.
"""

from collections.abc import Sequence

from django.core.cache import cache

from landing_app.bitrix24.errors import Bitrix24Error
from landing_app.bitrix24.types import Page, SiteScope
from landing_app.portals.clients import landing_for
from landing_app.portals.models import PortalUser

KEPT_SECONDS = 60


def kept(viewer: PortalUser, scope: SiteScope, pages: Sequence[Page]) -> dict[int, int]:
    """Page id to the number of its draft blocks, of the pages for which the portal need not be asked."""
    keys = {_key(viewer, scope, page): page.id for page in pages}
    return {keys[key]: count for key, count in cache.get_many(keys).items()}


def read(viewer: PortalUser, scope: SiteScope, pages: Sequence[Page]) -> dict[int, int]:
    """Page id to the number of its draft blocks; a page whose number is not known is absent. Never raises."""
    counts = kept(viewer, scope, pages)
    asked = [page for page in pages if page.id not in counts]
    if not asked:
        return counts
    try:
        found = landing_for(viewer).blocks([page.id for page in asked], scope)
    except Bitrix24Error:
        return counts
    fresh = {page: len(found[page.id]) for page in asked if page.id in found}
    cache.set_many({_key(viewer, scope, page): count for page, count in fresh.items()}, KEPT_SECONDS)
    return counts | {page.id: count for page, count in fresh.items()}


def _key(viewer: PortalUser, scope: SiteScope, page: Page) -> str:
    """The date of the last change is part of it: a page that was changed is counted anew."""
    changed = page.modified.timestamp() if page.modified else 0
    return f"block-count:{viewer.portal.member_id}:{viewer.user_id}:{scope}:{page.id}:{changed:.0f}"
