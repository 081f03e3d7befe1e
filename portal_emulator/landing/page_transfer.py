"""`landing.landing.copy` and `landing.landing.move`."""

from __future__ import annotations

from dataclasses import replace

from ..model import Folder, Page, Site
from ..rest import texts
from ..rest.call import Call
from ..rest.errors import RestError, access_denied
from ..rest.registry import method
from . import access, addresses, block_rows
from .publication import publish_page
from .repository import library_block


@method("landing.landing.copy", "lid:int", "toSiteId:int?", "toFolderId:int?", "skipSystem:bool?")
def copy(
    call: Call, page_id: int, to_site: int | None, to_folder: int | None, skip_system: bool | None
) -> int:
    """Id of the copy, which goes online at once when the source is online and the caller may publish."""
    source = access.load_page(call, page_id, trashed=True)
    site = access.visible_site(call, to_site or source.site_id)
    if site is None:
        raise RestError("SITE_NOT_FOUND", "Site is not found.")
    if not access.may(call, site, "edit"):
        raise RestError("ACCESS_DENIED", "Page create access was denied..")
    folder = folder_in(call, site, to_folder)
    copied = new_copy(call, source, site, folder, keep_system=not skip_system)
    copy_blocks(call, source, copied)
    if source.active and not waiting_folder(call, copied):
        publish_quietly(call, copied)
    return copied.id


def folder_in(call: Call, site: Site, folder_id: int | None) -> Folder | None:
    """The folder if it belongs to the site, else the root, silently."""
    folder = call.portal.folders.get(folder_id or 0)
    return folder if folder is not None and folder.site_id == site.id else None


def new_copy(call: Call, source: Page, site: Site, folder: Folder | None, *, keep_system: bool) -> Page:
    portal, user, now = call.portal, call.user.id, call.now
    folder_id = folder.id if folder else None
    page = replace(
        source,
        id=portal.ids.next("page"),
        site_id=site.id,
        folder_id=folder_id,
        title=copy_title(call, source, site, folder_id),
        code=addresses.free_code(portal, site.id, folder_id, source.code),
        active=False,
        public=False,
        deleted=False,
        sys=source.sys and keep_system,
        is_area=False,
        rule=None,
        views=0,
        created_by=user,
        modified_by=user,
        created_at=now,
        modified_at=now,
        published_at=None,
        settings=dict(source.settings),
        public_settings={},
        lazy_blocks=None,
    )
    portal.pages[page.id] = page
    return page


def copy_title(call: Call, source: Page, site: Site, folder_id: int | None) -> str:
    """The same title, with `` (copy)`` when a living page of that title is already there."""
    for page in call.portal.pages_of(site.id):
        if (page.title, page.folder_id or None) == (source.title, folder_id) and not page.deleted:
            return source.title + texts.copy_suffix(call.portal.language)
    return source.title


def copy_blocks(call: Call, source: Page, target: Page) -> None:
    """Draft blocks of a living source; types missing from this portal's library are dropped silently."""
    call.process.edit_mode = True
    if source.deleted:
        return
    for row in block_rows.drafts(call, source):
        if library_block(call, row.code) is not None:
            level = access.block_access(call, source, row)
            block_rows.copy_row(call, row, target.id, access=level)


def waiting_folder(call: Call, page: Page) -> bool:
    """Whether an inactive parent folder holds other active pages, which publishing would reveal."""
    for folder in access.parents(call.portal, page.folder_id):
        others = (other for other in call.portal.pages_of(folder.site_id) if other.folder_id == folder.id)
        if not folder.active and any(other.active and other is not page for other in others):
            return True
    return False


def publish_quietly(call: Call, page: Page) -> None:
    """Publish and swallow every refusal: the page just stays offline."""
    try:
        publish_page(call, page)
    except RestError:
        return


@method("landing.landing.move", "lid:int", "toSiteId:int?", "toFolderId:int?")
def move(call: Call, page_id: int, to_site: int | None, to_folder: int | None) -> bool:
    """Moves a page; a folder of the new site is FOLDER_NOT_FOUND, because it is looked up in the old one."""
    page = access.load_page(call, page_id)
    site = access.visible_site(call, to_site or page.site_id)
    if site is None:
        text = "The site you specified was not found or access was denied."
        raise RestError("ACCESS_DENIED", text)
    require_move_rights(call, page, site)
    folder = call.portal.folders.get(to_folder or 0)
    if to_folder and (folder is None or folder.site_id != page.site_id or folder.site_id != site.id):
        raise RestError("FOLDER_NOT_FOUND", "Folder was not found.")
    was_active = page.active
    leave_folder(call, page)
    page.site_id, page.folder_id = site.id, folder.id if folder else None
    page.active = page.public = False
    addresses.make_unique(call.portal, page)
    page.modified_by, page.modified_at = call.user.id, call.now
    if was_active:
        publish_quietly(call, page)
    return True


def require_move_rights(call: Call, page: Page, site: Site) -> None:
    """Edit, public and sett on the target, delete on the source."""
    if not access.may(call, site, "edit"):
        raise RestError("ACCESS_DENIED", "The site you specified was not found or access was denied.")
    if not access.may(call, access.site_of(call, page), "delete"):
        raise RestError("DELETE_ACCESS_DENIED", "You don't have permission to delete current page")
    if not access.may(call, site, "public"):
        raise access_denied("Page publishing access was denied.")
    if not access.may(call, site, "sett"):
        raise access_denied("Page edit access was denied.")


def leave_folder(call: Call, page: Page) -> None:
    folder = call.portal.folders.get(page.folder_id or 0)
    if folder is not None and folder.index_page_id == page.id:
        folder.index_page_id = None
