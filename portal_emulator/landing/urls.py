"""Public addresses and preview pictures of sites and pages."""

from __future__ import annotations

from collections.abc import Mapping

from ..model import Folder, Page, Portal, Site

NO_PREVIEW = "/bitrix/images/landing/nopreview.jpg"
PATHS = {"KNOWLEDGE": "/knowledge", "GROUP": "/knowledge/group", "VIBE": "/vibe", "MAINPAGE": "/vibe"}


def site_url(portal: Portal, site: Site) -> str:
    """``http://domain:port`` without slash, or an address under the portal with one."""
    if site.domain:
        return f"http://{site.domain}:{portal.port}"
    return f"{portal.origin}{PATHS.get(site.type, '/pub/site')}{site.code}"


def page_url(portal: Portal, page: Page, folders: Mapping[int, Folder] | None = None) -> str:
    """The page's address with a trailing slash; the site's index and folder indexes go without their code."""
    folders = portal.folders if folders is None else folders
    site = portal.sites[page.site_id]
    root = site_url(portal, site).rstrip("/") + "/"
    if site.index_page_id == page.id:
        return root
    parts = folder_codes(folders, page.folder_id)
    if not page.rule and not is_folder_index(folders.get(page.folder_id or 0), page):
        parts.append(page.code)
    return root + "".join(f"{part}/" for part in parts)


def folder_codes(folders: Mapping[int, Folder], folder_id: int | None) -> list[str]:
    """Codes from the root to a folder."""
    codes: list[str] = []
    folder = folders.get(folder_id or 0)
    seen: set[int] = set()
    while folder is not None and folder.id not in seen:
        seen.add(folder.id)
        codes.insert(0, folder.code)
        folder = folders.get(folder.parent_id or 0)
    return codes


def is_folder_index(folder: Folder | None, page: Page) -> bool:
    """The folder's INDEX_ID, or without one a page named like the folder."""
    if folder is None:
        return False
    if folder.index_page_id:
        return folder.index_page_id == page.id
    return folder.code == page.code


def page_preview(portal: Portal, page: Page, folders: Mapping[int, Folder] | None = None) -> str:
    """``<page address>/preview.jpg`` in the cloud, else the page's social picture or the portal's stub."""
    site = portal.sites[page.site_id]
    if portal.cloud and site.domain:
        return page_url(portal, page, folders).rstrip("/") + "/preview.jpg"
    return social_picture(portal, page)


def social_picture(portal: Portal, page: Page) -> str:
    value = page.settings.get("METAOG_IMAGE", "")
    if value.isdigit():
        record = portal.files.get(int(value))
        value = record.path if record else ""
    return value or no_preview(portal)


def no_preview(portal: Portal) -> str:
    return f"//{portal.authority}{NO_PREVIEW}"


def site_picture(portal: Portal, site: Site) -> str:
    """PREVIEW_PICTURE of a site: empty when it has no index page."""
    index = portal.pages.get(site.index_page_id or 0)
    if index is None:
        return ""
    if portal.cloud:
        return site_url(portal, site).rstrip("/") + "/preview.jpg"
    return social_picture(portal, index)
