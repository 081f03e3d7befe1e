"""`landing.landing.getList` and the addresses and pictures of single pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..model import Folder, Page
from ..rest import php_forms
from ..rest.call import Call
from ..rest.envelope import EmptyObject
from ..rest.registry import method
from . import access, urls
from .site import visible
from .tables import PAGES, clean, not_trashed


@method("landing.landing.getList", "params:array?")
def get_list(call: Call, params: Any) -> list[dict[str, Any]]:
    """Pages of readable sites, keyed by the selected ID: without ID in ``select`` one row is left."""
    cleaned = clean(params)
    given = cleaned.get("filter", {})
    fields = PAGES.fields(cleaned.get("select") or ["*"])
    flags = {name: php_forms.truthy(cleaned.get(name)) for name in ("get_urls", "get_preview", "check_area")}
    found = PAGES.find(candidates(call, given), cleaned, given)
    rows: dict[str, dict[str, Any]] = {}
    for page in found:
        row = show(call, page, fields, flags)
        rows[row.get("ID", "")] = row
    return list(rows.values())


def candidates(call: Call, given: Any) -> list[Page]:
    """Pages before the caller's filter: readable sites that are not trashed, DELETED=N unless asked."""
    sites = {site.id for site in visible(call) if not site.deleted}
    hidden = trashed_folders(call, given)
    only_living = not_trashed(given)
    return [
        page
        for page in asked(call, given)
        if page.site_id in sites and not (only_living and page.deleted) and page.folder_id not in hidden
    ]


def asked(call: Call, given: Any) -> Iterable[Page]:
    """All pages, or only those a filter by ID can match: with thousands of pages this saves most of the work."""
    for key in ("ID", "=ID", "@ID"):
        if isinstance(given, dict) and key in given and str(given.get("LOGIC", "AND")).upper() != "OR":
            wanted = sorted({php_forms.to_int(item) for item in php_forms.values(given[key])})
            return [call.portal.pages[number] for number in wanted if number in call.portal.pages]
    return call.portal.pages.values()


def trashed_folders(call: Call, given: Any) -> set[int]:
    """With the exact key SITE_ID pages in trashed folders are hidden; of several sites the first counts."""
    if not isinstance(given, dict) or "SITE_ID" not in given:
        return set()
    first = next(iter(php_forms.values(given["SITE_ID"])), 0)
    portal = call.portal
    folders = list(portal.folders_of(php_forms.to_int(first)))
    return {folder.id for folder in folders if access.in_trashed_folder(portal, folder.id)}


def folder_tree(call: Call, site_id: int) -> Mapping[int, Folder]:
    """The folders known when this process first needed them for the site; later ones are missing."""
    folders = call.portal.folders_of
    return call.process.remember(
        ("folders", site_id), lambda: {folder.id: folder for folder in folders(site_id)}
    )


def show(call: Call, page: Page, fields: list[str], flags: dict[str, bool]) -> dict[str, Any]:
    portal = call.portal
    row = PAGES.show(page, fields, portal.language)
    if "DATE_PUBLIC" in row:
        row["DATE_PUBLIC"] = None if page.published_at is None else EmptyObject()
    domain_id = access.site_of(call, page).domain_id
    row["DOMAIN_ID"] = None if domain_id is None else str(domain_id)
    if flags["get_urls"]:
        row["PUBLIC_URL"] = urls.page_url(portal, page, folder_tree(call, page.site_id))
    if flags["get_preview"]:
        row["PREVIEW"] = urls.page_preview(portal, page, folder_tree(call, page.site_id))
    if flags["check_area"]:
        row["IS_AREA"] = page.is_area
    return row


@method("landing.landing.getpreview", "lid:id")
def get_preview(call: Call, page_id: int) -> str:
    """The address of a page's picture, whether it exists or not."""
    page = access.load_page(call, page_id)
    return urls.page_preview(call.portal, page, folder_tree(call, page.site_id))


@method("landing.landing.getpublicurl", "lid:id")
def get_public_url(call: Call, page_id: int) -> str:
    """The page's address, also when it is not published."""
    page = access.load_page(call, page_id)
    return urls.page_url(call.portal, page, folder_tree(call, page.site_id))


@method("landing.landing.getadditionalfields", "lid:id")
def get_additional_fields(call: Call, page_id: int) -> dict[str, str]:
    """The page's own settings."""
    return dict(access.load_page(call, page_id).settings)


@method("landing.landing.resolveIdByPublicUrl", "landingUrl:string", "siteId:int")
def resolve_id(call: Call, address: str, site_id: int) -> int | None:
    """The page behind a path of a site's address; null when there is none."""
    site = access.visible_site(call, site_id)
    if site is None:
        return None
    root = urls.site_url(call.portal, site).rstrip("/")
    wanted = "/" + address.removeprefix(root).strip("/")
    for page in call.portal.pages_of(site_id):
        if not page.deleted and urls.page_url(call.portal, page).removeprefix(root).rstrip(
            "/"
        ) == wanted.rstrip("/"):
            return page.id
    return None
