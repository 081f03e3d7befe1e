"""Reading sites, folders, pages and rights. ``landing`` lists have no pages of 50: one answer is complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .. import rows, values
from ..errors import Bitrix24Error, NotFound
from ..pictures import absolute
from ..types import (
    ALL_RIGHTS,
    Command,
    Outcome,
    Page,
    Rights,
    Site,
    SiteContents,
    SiteScope,
    Surroundings,
)
from .base import LandingBase, portions, scoped

_SITE_FIELDS = (
    "ID TITLE TYPE CODE ACTIVE DELETED SPECIAL LANDING_ID_INDEX DATE_MODIFY DOMAIN_NAME PUBLIC_URL"
    " PREVIEW_PICTURE"
)
# Without ID the portal's list collapses into one row; DATE_PUBLIC is never asked for, its value is unusable.
_PAGE_FIELDS = (
    "ID TITLE CODE SITE_ID FOLDER_ID ACTIVE PUBLIC DELETED DATE_MODIFY CREATED_BY_ID MODIFIED_BY_ID"
)
_IDS_PER_CALL = 500
ALSO_TRASHED = {"=DELETED": ["Y", "N"]}


class PageReads(LandingBase):
    """Reads of ``landing.site.*`` and ``landing.landing.*``."""

    def sites(self, scope: SiteScope = "") -> list[Site]:
        """All sites outside the trash (``landing.site.getList``), the special ones included."""
        found = [
            rows.site(row, scope, self.portal_origin)
            for row in values.as_rows(self._call("landing.site.getList", listing_of_sites({}), scope))
        ]
        return self._with_pictures(found, scope)

    def site(self, site_id: int, scope: SiteScope) -> Site | None:
        """One site, also from the trash; None when it is not there or not visible in this scope."""
        result = self._call("landing.site.getList", listing_of_sites({"ID": site_id, **ALSO_TRASHED}), scope)
        found = [rows.site(row, scope, self.portal_origin) for row in values.as_rows(result)]
        return next((site for site in found if site.id == site_id), None)

    def site_contents(self, site_id: int, scope: SiteScope) -> SiteContents:
        """Site, folders, pages with addresses and pictures, and rights, in one request.

        Raises ``NotFound`` when the site is not visible; other errors when any part is missing.
        """
        site_row, folders, pages, picture, allowed = self.client.batch(
            [
                Command("landing.site.getList", scoped(listing_of_sites({"ID": site_id}), scope)),
                Command("landing.site.getFolders", scoped({"siteId": site_id}, scope)),
                Command("landing.landing.getList", scoped(listing_of_pages({"SITE_ID": site_id}), scope)),
                Command("landing.site.getPreview", scoped({"id": site_id}, scope)),
                Command("landing.site.getRights", scoped({"id": site_id}, scope)),
            ]
        )
        found = [rows.site(row, scope, self.portal_origin) for row in values.as_rows(site_row.value())]
        if not found:
            raise NotFound("SITE_NOT_FOUND", method="landing.site.getList")
        site = found[0]
        if not site.picture:
            site = replace(site, picture=absolute(picture.value(), self.portal_origin, site.public_url))
        return SiteContents(
            site=site,
            folders=tuple(rows.folder(row) for row in values.as_rows(folders.value())),
            pages=tuple(self._pages_of(pages.value())),
            rights=_rights(allowed),
        )

    def surroundings(
        self, site_ids: Sequence[int], scope: SiteScope, *, rights: bool = True
    ) -> dict[int, Surroundings]:
        """Each of these sites, also from the trash, with its folders and rights, in one request for 16 sites.

        A site that is not there or not visible in this scope is absent from the answer. Rests on
        ``landing.site.getList``, ``landing.site.getFolders``, ``landing.site.getRights``.
        """
        unique = list(dict.fromkeys(site_ids))
        each = [_around(site_id, scope)[: 3 if rights else 2] for site_id in unique]
        outcomes = self.client.batch([command for commands in each for command in commands])
        found = {}
        for site_id, start in zip(unique, range(0, len(outcomes), 3 if rights else 2), strict=True):
            listed = [
                rows.site(row, scope, self.portal_origin) for row in values.as_rows(outcomes[start].value())
            ]
            site = next((site for site in listed if site.id == site_id), None)
            if site is not None:
                folders = tuple(rows.folder(row) for row in values.as_rows(outcomes[start + 1].value()))
                found[site_id] = Surroundings(site, folders, _rights(outcomes[start + 2]) if rights else None)
        return found

    def pages(self, ids: Sequence[int], scope: SiteScope, *, pictures: bool = False) -> dict[int, Page]:
        """These pages, those in the trash included; an id that is not there is absent from the answer."""
        found: dict[int, Page] = {}
        for portion in portions(ids, _IDS_PER_CALL):
            params = listing_of_pages({"ID": portion, **ALSO_TRASHED}, pictures=pictures)
            found.update(rows.by_id(self._pages_of(self._call("landing.landing.getList", params, scope))))
        return found

    def pages_after(self, page_id: int, site_id: int, scope: SiteScope) -> list[Page]:
        """Pages of a site with a higher id, trash included: how a copy with a lost answer is found again."""
        params = listing_of_pages({"SITE_ID": site_id, ">ID": page_id, **ALSO_TRASHED}, pictures=False)
        return self._pages_of(self._call("landing.landing.getList", params, scope))

    def newest_page_id(self, site_id: int, scope: SiteScope) -> int:
        """The highest page id of a site, trash included; 0 for an empty site."""
        listing = {
            "select": ["ID"],
            "filter": {"SITE_ID": site_id, **ALSO_TRASHED},
            "order": {"ID": "DESC"},
            "limit": 1,
        }
        result = values.as_rows(self._call("landing.landing.getList", {"params": listing}, scope))
        return max((values.whole(row.get("ID")) for row in result), default=0)

    def _with_pictures(self, sites: list[Site], scope: SiteScope) -> list[Site]:
        """``landing.site.getPreview`` for the sites whose list row has no picture."""
        bare = [site.id for site in sites if not site.picture]
        if not bare:
            return sites
        answers = self._all(
            [Command("landing.site.getPreview", scoped({"id": site_id}, scope)) for site_id in bare]
        )
        found = dict(zip(bare, answers, strict=True))
        return [
            replace(site, picture=absolute(found[site.id], self.portal_origin, site.public_url))
            if site.id in found
            else site
            for site in sites
        ]

    def _pages_of(self, result: Any) -> list[Page]:
        return [rows.page(row, self.portal_origin) for row in values.as_rows(result)]


def listing_of_sites(conditions: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters of ``landing.site.getList`` for what a ``Site`` needs."""
    listing: dict[str, Any] = {"select": _SITE_FIELDS.split(), "order": {"ID": "ASC"}}
    if conditions:
        listing["filter"] = dict(conditions)
    return {"params": listing}


def listing_of_pages(conditions: Mapping[str, Any], *, pictures: bool = True) -> dict[str, Any]:
    """Parameters of ``landing.landing.getList`` for what a ``Page`` needs."""
    return {
        "params": {
            "select": _PAGE_FIELDS.split(),
            "filter": dict(conditions),
            "order": {"ID": "ASC"},
            "get_urls": True,
            "get_preview": pictures,
            "check_area": True,
        }
    }


def _around(site_id: int, scope: SiteScope) -> list[Command]:
    return [
        Command("landing.site.getList", scoped(listing_of_sites({"ID": site_id, **ALSO_TRASHED}), scope)),
        Command("landing.site.getFolders", scoped({"siteId": site_id}, scope)),
        Command("landing.site.getRights", scoped({"id": site_id}, scope)),
    ]


def _rights(outcome: Outcome) -> Rights:
    try:
        return rows.rights(outcome.value())
    except Bitrix24Error as error:
        if error.base_code == "FEATURE_NOT_AVAIL":
            return ALL_RIGHTS
        raise
