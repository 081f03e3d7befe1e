"""Which sites and pages a caller may see, and what he may do there."""

from __future__ import annotations

from ..model import OPERATIONS, BlockRow, Folder, Page, Portal, Site
from ..rest.call import Call
from ..rest.errors import RestError, page_not_found
from .entry import in_scope


def operations(call: Call, site: Site | None) -> tuple[str, ...]:
    """Operations on a site: everything for administrators and where the plan has no permissions."""
    if site is None:
        return ()
    user = call.user
    if user.admin or not call.portal.tariff.permissions_available:
        return OPERATIONS
    allowed = user.site_rights.get(site.id, user.rights)
    if call.process.site_scope and allowed:
        allowed = allowed | {"public"}
    return tuple(name for name in OPERATIONS if name in allowed)


def may(call: Call, site: Site | None, operation: str) -> bool:
    return operation in operations(call, site)


def visible_site(call: Call, site_id: int, *, trashed: bool = False) -> Site | None:
    """A site in the scope in force that the caller may read; trashed ones only on request."""
    site = call.portal.sites.get(site_id)
    if site is None or not in_scope(call.process, site) or (site.deleted and not trashed):
        return None
    return site if may(call, site, "read") else None


def site_of(call: Call, page: Page) -> Site:
    return call.portal.sites[page.site_id]


def load_page(call: Call, page_id: int, *, trashed: bool = False) -> Page:
    """A page the caller may read; LANDING_NOT_EXIST also if it, its folder or its site is trashed."""
    page = call.portal.pages.get(page_id)
    if page is None or (page.deleted and not trashed):
        raise page_not_found()
    if visible_site(call, page.site_id) is None or in_trashed_folder(call.portal, page.folder_id):
        raise page_not_found()
    return page


def parents(portal: Portal, folder_id: int | None) -> list[Folder]:
    """A folder and its ancestors, innermost first; a broken or circular chain ends quietly."""
    chain: list[Folder] = []
    folder = portal.folders.get(folder_id or 0)
    while folder is not None and folder not in chain:
        chain.append(folder)
        folder = portal.folders.get(folder.parent_id or 0)
    return chain


def in_trashed_folder(portal: Portal, folder_id: int | None) -> bool:
    return any(folder.deleted for folder in parents(portal, folder_id))


def block_access(call: Call, page: Page, row: BlockRow) -> str:
    """A (closed) on a page the caller may not edit, else the row's own level."""
    return row.access if may(call, site_of(call, page), "edit") else "A"


def require_block_edit(call: Call, page: Page, row: BlockRow) -> None:
    """Raises ACCESS_DENIED unless the block may be edited (access W or X)."""
    if block_access(call, page, row) not in ("W", "X"):
        raise RestError("ACCESS_DENIED", "Access denied")


def require_block_delete(call: Call, page: Page, row: BlockRow) -> None:
    """Raises ACCESS_DENIED unless the block may be deleted (access X)."""
    if block_access(call, page, row) != "X":
        raise RestError("ACCESS_DENIED", "Access denied")
