"""What lies in recycle bins, and what a folder in one hides.

The portal hides the pages of a folder in the recycle bin from a list filtered by exactly ``SITE_ID``, but from no other
list, so the lists here ask by ``=SITE_ID`` and look at the folders.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .. import rows, values
from ..types import Command, Folder, Site, SiteScope, SiteTrash, trashed_above
from .base import scoped
from .pages import ALSO_TRASHED, PageReads, listing_of_pages, listing_of_sites


class TrashReads(PageReads):
    """Reads of ``landing.site.*`` and ``landing.landing.*`` with ``DELETED=Y``."""

    def trashed_sites(self, scope: SiteScope) -> list[Site]:
        """The sites in the recycle bin (``landing.site.getList``)."""
        result = self._call("landing.site.getList", listing_of_sites({"=DELETED": "Y"}), scope)
        return [rows.site(row, scope, self.portal_origin) for row in values.as_rows(result)]

    def site_trash(self, site_id: int, scope: SiteScope) -> SiteTrash:
        """The recycle bin of a site: its trashed pages and the pages whose folder lies in the recycle bin."""
        found, listed = self._trash(site_id, scope, listing_of_pages)
        return SiteTrash(tuple(self._pages_of(listed)), found)

    def trash_size(self, site_id: int, scope: SiteScope) -> int:
        """How many pages ``site_trash`` has, without reading them."""
        return len(self._trash(site_id, scope, _only_ids)[1])

    def _trash(
        self, site_id: int, scope: SiteScope, listing: Callable[[Mapping[str, Any]], dict[str, Any]]
    ) -> tuple[dict[int, Folder], list[Mapping[str, Any]]]:
        """Every folder of the site, and the rows of the pages in its recycle bin."""
        trashed = listing({"=SITE_ID": site_id, "=DELETED": "Y"})
        folders, result = self._all(
            [
                Command("landing.site.getFolders", scoped(_every_folder(site_id), scope)),
                Command("landing.landing.getList", scoped(trashed, scope)),
            ]
        )
        found = {folder.id: folder for folder in map(rows.folder, values.as_rows(folders))}
        listed = [*values.as_rows(result)]
        hidden = [folder_id for folder_id in found if trashed_above(found, folder_id)]
        if hidden:
            inside = listing({"=SITE_ID": site_id, "FOLDER_ID": hidden})
            listed += values.as_rows(self._call("landing.landing.getList", inside, scope))
        return found, listed

    def page_counts(self, scope: SiteScope, site_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Per site with pages: how many are outside every recycle bin, and how many of those have changes that are
        not published."""
        wanted = set(site_ids)
        params = {"params": {"select": ["ID", "SITE_ID", "FOLDER_ID", "ACTIVE", "PUBLIC"]}}
        pages = [
            page
            for page in self._pages_of(self._call("landing.landing.getList", params, scope))
            if page.site_id in wanted
        ]
        folders = self._folders_of(sorted({page.site_id for page in pages if page.folder_id}), scope)
        shown = [page for page in pages if not trashed_above(folders, page.folder_id)]
        changed = Counter(page.site_id for page in shown if page.active and not page.public)
        return {site: (count, changed[site]) for site, count in Counter(p.site_id for p in shown).items()}

    def _folders_of(self, site_ids: Sequence[int], scope: SiteScope) -> Mapping[int, Folder]:
        commands = [
            Command("landing.site.getFolders", scoped(_every_folder(site_id), scope)) for site_id in site_ids
        ]
        found = [
            rows.folder(row)
            for result in (self._all(commands) if commands else [])
            for row in values.as_rows(result)
        ]
        return {folder.id: folder for folder in found}


def _every_folder(site_id: int) -> dict[str, Any]:
    return {"siteId": site_id, "filter": ALSO_TRASHED}


def _only_ids(conditions: Mapping[str, Any]) -> dict[str, Any]:
    return {"params": {"select": ["ID"], "filter": dict(conditions)}}
