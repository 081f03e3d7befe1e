"""Blocks of a page with their HTML, kept a minute so that the previews of a screen cost one request together.

Rests on `landing.block.getlist` with `get_content`. A person who may only look gets the published blocks:
asking for drafts may write (the portal clones published rows into drafts).
"""

from typing import Any

from django.core.cache import cache

from landing_app.bitrix24.types import Block, SiteScope
from landing_app.explorer import naming
from landing_app.jobs import seen_files
from landing_app.portals.clients import landing_for
from landing_app.portals.models import PortalUser

KEPT_SECONDS = 60


def read(viewer: PortalUser, scope: SiteScope, page_id: int, *, draft: bool) -> list[Block]:
    """Blocks from top to bottom, asked from the portal and kept for the previews. Raises Bitrix24Error."""
    return _asked(viewer, scope, page_id, draft=draft)[0]


def _asked(
    viewer: PortalUser, scope: SiteScope, page_id: int, *, draft: bool
) -> tuple[list[Block], dict[str, dict[str, Any]]]:
    landing = landing_for(viewer)
    blocks = landing.blocks([page_id], scope, draft=draft, content=True).get(page_id, [])
    seen_files.remember(viewer.portal, blocks)
    names = naming.block_names(blocks)
    kept = {
        str(block.id): {"content": block.content or "", "css": list(block.css), "name": names[block.id]}
        for block in blocks
    }
    cache.set(_key(viewer, scope, page_id, draft=draft), kept, KEPT_SECONDS)
    return blocks, kept


def content(
    viewer: PortalUser, scope: SiteScope, page_id: int, block_id: int, *, draft: bool
) -> tuple[str, list[str]] | None:
    """HTML and style sheets of one block, or None when the page has no such block. Raises Bitrix24Error."""
    found = _kept(viewer, scope, page_id, block_id, draft=draft)
    return (found["content"], found["css"]) if found else None


def name(viewer: PortalUser, scope: SiteScope, page_id: int, block_id: int, *, draft: bool) -> str | None:
    """What the block is called on its page, or None when the page has no such block. Raises Bitrix24Error."""
    found = _kept(viewer, scope, page_id, block_id, draft=draft)
    return found["name"] if found else None


def _kept(
    viewer: PortalUser, scope: SiteScope, page_id: int, block_id: int, *, draft: bool
) -> dict[str, Any] | None:
    kept: dict[str, dict[str, Any]] | None = cache.get(_key(viewer, scope, page_id, draft=draft))
    if kept is None or str(block_id) not in kept:
        _, kept = _asked(viewer, scope, page_id, draft=draft)
    return kept.get(str(block_id))


def _key(viewer: PortalUser, scope: SiteScope, page_id: int, *, draft: bool) -> str:
    """Portal, person, site scope, page and version: nobody is shown what another person may see."""
    version = "draft" if draft else "published"
    return f"blocks:{viewer.portal.member_id}:{viewer.user_id}:{scope}:{page_id}:{version}"
