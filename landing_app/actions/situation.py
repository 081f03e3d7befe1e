"""What the portal says now about pages and everything around them: folders, site and rights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from landing_app.actions.base import SideEffect, SiteKey, Target
from landing_app.actions.grouping import grouped

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Folder, Page, Rights, Site, SiteScope


@dataclass(frozen=True, slots=True)
class SiteSituation:
    """One site with its live folders and the rights of the person whose token reads it."""

    scope: SiteScope
    site: Site | None
    folders: Mapping[int, Folder]
    rights: Rights | None

    def may(self, operation: str) -> bool:
        """Whether the person may do it; outside ordinary sites the portal implies the `public` right."""
        if operation == "public" and self.scope:
            operation = "read"
        return self.rights is not None and self.rights.can(operation)

    def chain(self, folder_id: int | None) -> list[Folder] | None:
        """The folder and its parents, nearest first; None when one of them is gone or in the recycle bin."""
        chain: list[Folder] = []
        while folder_id:
            folder = self.folders.get(folder_id)
            if folder is None or folder.deleted or folder in chain:
                return None
            chain.append(folder)
            folder_id = folder.parent_id
        return chain

    def place(self, folder_id: int | None) -> str:
        """Titles from the outermost folder to this one; "" for the root of the site."""
        return " / ".join(folder.title for folder in reversed(self.chain(folder_id) or []))

    def offline(self, folder_id: int | None) -> tuple[SideEffect, ...]:
        """Folders and site that go live when a page in this folder is published."""
        effects = [
            SideEffect("folder_goes_live", folder.id, folder.title)
            for folder in reversed(self.chain(folder_id) or [])
            if not folder.active
        ]
        if self.site is not None and not self.site.active:
            effects.append(SideEffect("site_goes_live", self.site.id, self.site.title))
        return tuple(effects)

    def indexed_by(self, page: Page) -> tuple[SideEffect, ...]:
        """The site and the folders whose bare address leads to this page."""
        effects = []
        if self.site is not None and self.site.index_page_id == page.id:
            effects.append(SideEffect("main_page", self.site.id, self.site.title))
        for folder in self.folders.values():
            named_like_folder = folder.index_page_id is None and folder.code == page.code
            if folder.index_page_id == page.id or (named_like_folder and page.folder_id == folder.id):
                effects.append(SideEffect("folder_index", folder.id, folder.title))
        return tuple(effects)


def look(landing: Landing, sites: Iterable[SiteKey], *, rights: bool = True) -> dict[SiteKey, SiteSituation]:
    """Site, folders and rights of each site; a read-back leaves the rights out.

    Rests on `landing.site.getList`, `landing.site.getFolders`, `landing.site.getRights`.
    """
    found: dict[SiteKey, SiteSituation] = {}
    for scope, keys in grouped(sorted(set(sites)), lambda key: key[0]).items():
        around = landing.surroundings([site_id for _, site_id in keys], scope, rights=rights)
        for key in keys:
            seen = around.get(key[1])
            folders = {folder.id: folder for folder in seen.folders} if seen else {}
            found[key] = SiteSituation(
                scope, seen.site if seen else None, folders, seen.rights if seen else None
            )
    return found


def pages_of(landing: Landing, targets: Sequence[Target]) -> dict[int, Page]:
    """The pages of the targets as they are now, trashed ones included (`landing.landing.getList`)."""
    pages: dict[int, Page] = {}
    for scope, group in grouped(targets, lambda target: target.scope).items():
        pages.update(landing.pages(sorted({target.page for target in group}), scope))
    return pages


def page_facts(page: Page) -> dict[str, Any]:
    """What is remembered of a page to notice later that somebody changed it."""
    return {
        "active": page.active,
        "public": page.public,
        "deleted": page.deleted,
        "site": page.site_id,
        "folder": page.folder_id or 0,
        "modified": page.modified_text,
        "modified_by": page.modified_by,
    }
