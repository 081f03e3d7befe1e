"""What the portal says now about blocks: drafts, those in their page's trash, and the site around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from landing_app.actions.base import PlanLine, SideEffect, Target
from landing_app.actions.grouping import grouped
from landing_app.actions.situation import SiteSituation, look, pages_of
from landing_app.actions.state_checks import moved_away, not_allowed

if TYPE_CHECKING:
    from landing_app.actions.base import SiteKey
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Block, Page


@dataclass(frozen=True, slots=True)
class BlockSituation:
    """Pages by id, their draft and trashed blocks by id, and the sites."""

    pages: Mapping[int, Page]
    drafts: Mapping[int, Block]
    trashed: Mapping[int, Block]
    sites: Mapping[SiteKey, SiteSituation]

    def refusal(self, target: Target, *rights: str) -> PlanLine | None:
        """Why the page of this block cannot be touched now, or None."""
        page, site = self.pages.get(target.page), self.sites[target.site_key]
        if page is None or site.site is None:
            return PlanLine.needs_you(target, "LANDING_NOT_EXIST")
        if page.deleted:
            return PlanLine.needs_you(target, "PAGE_IN_TRASH")
        return moved_away(target, page) or not_allowed(target, site, *rights)

    def page_touched(self, target: Target) -> tuple[SideEffect, ...]:
        """A published page shows "Changed" afterwards, although visitors see no difference."""
        page = self.pages.get(target.page)
        if page is None or not (page.active and page.public):
            return ()
        return (SideEffect("page_becomes_changed", page.id, page.title),)


def look_at_blocks(
    landing: Landing, targets: Sequence[Target], *, trashed: bool, sent: bool = False
) -> BlockSituation:
    """Read the blocks of the targets' pages as the editor shows them (`landing.block.getlist`).

    Reading drafts may write (the portal clones published rows), so nobody's drafts are read who may not edit. What
    was `sent` is read back in any case: it is proved by what is there, even if the right was lost since.
    """
    sites = look(landing, {target.site_key for target in targets})
    targets_read = [target for target in targets if sent or sites[target.site_key].may("edit")]
    drafts: dict[int, Block] = {}
    gone: dict[int, Block] = {}
    for scope, group in grouped(targets_read, lambda target: target.scope).items():
        page_ids = sorted({target.page for target in group})
        drafts |= _by_id(landing.blocks(page_ids, scope))
        if trashed:
            gone |= _by_id(landing.blocks(page_ids, scope, deleted=True))
    return BlockSituation(pages_of(landing, targets), drafts, gone, sites)


def block_facts(block: Block) -> dict[str, Any]:
    """What is remembered of a block to notice later that somebody changed it."""
    return {"code": block.code, "block_modified": block.modified.isoformat() if block.modified else ""}


def _by_id(blocks: Mapping[int, Sequence[Block]]) -> dict[int, Block]:
    return {block.id: block for several in blocks.values() for block in several}
