"""The recycle bin of pages and sites, and deletion for good."""

from __future__ import annotations

from ..model import Page
from ..rest.call import Call
from ..rest.errors import RestError
from ..rest.registry import method
from . import access, purge
from .purge import drop_page
from .site_fields import require_room


@method("landing.landing.markDelete", "lid:id", "mark:bool?")
def mark_delete(call: Call, page_id: int, mark: bool | None) -> int:
    """The id, also of an unknown page; calling it twice is harmless."""
    page = call.portal.pages.get(page_id)
    if page is None:
        return page_id
    put_into_trash(call, page, trashed=mark is not False)
    return page_id


@method("landing.landing.markUnDelete", "lid:id")
def mark_undelete(call: Call, page_id: int) -> int:
    """Takes a page out of the recycle bin; it stays offline."""
    return mark_delete(call, page_id, mark=False)


def put_into_trash(call: Call, page: Page, *, trashed: bool) -> None:
    """DELETED=Y and ACTIVE=N, or back. Raises ACCESS_DENIED, CANT_DELETE_MAIN or UNABLE_DELETE_INCLUDE."""
    site = access.visible_site(call, page.site_id)
    if not access.may(call, site, "delete"):
        raise RestError("ACCESS_DENIED", "Page delete access was denied.")
    if trashed and not page.deleted:
        others = any(other is not page and not other.deleted for other in call.portal.pages_of(page.site_id))
        if site is not None and site.index_page_id == page.id and others:
            text = "Cannot delete the page that was selected in the site settings as a main page."
            raise RestError("CANT_DELETE_MAIN", text)
        if page.is_area:
            raise RestError("UNABLE_DELETE_INCLUDE", "Template area cannot be deleted")
    page.deleted = trashed
    purge.note(call.portal, page)
    if trashed:
        page.active = False
    page.modified_by, page.modified_at = call.user.id, call.now


@method("landing.landing.delete", "lid:id")
def delete(call: Call, page_id: int) -> bool:
    """Deletes a page for good; one in the recycle bin is LANDING_NOT_EXIST."""
    page = access.load_page(call, page_id)
    site = access.site_of(call, page)
    if not access.may(call, site, "delete"):
        raise RestError("ACCESS_DENIED", "Page delete access was denied.")
    if page.locked:
        raise RestError("LANDING_IS_LOCK", "Page cannot be deleted")
    drop_page(call.portal, page)
    return True


@method("landing.site.markDelete", "id:id")
def mark_site_delete(call: Call, site_id: int) -> int:
    """Puts a site into the recycle bin and switches it off."""
    return trash_site(call, site_id, trashed=True)


@method("landing.site.markUnDelete", "id:id")
def mark_site_undelete(call: Call, site_id: int) -> int:
    """Takes a site out of the recycle bin; it stays off. Raises TOTAL_SITE_REACHED."""
    return trash_site(call, site_id, trashed=False)


def trash_site(call: Call, site_id: int, *, trashed: bool) -> int:
    site = access.visible_site(call, site_id, trashed=True)
    if site is None or not access.may(call, site, "delete"):
        raise RestError("ACCESS_DENIED", "Site delete access was denied.")
    if site.deleted and not trashed:
        require_room(call.portal, site.type, "TOTAL_SITE_REACHED")
    site.deleted = trashed
    purge.note(call.portal, site)
    if trashed:
        site.active = False
    site.modified_by, site.modified_at = call.user.id, call.now
    return site.id
