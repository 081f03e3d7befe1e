"""`landing.landing.add`, `copy`, `move` and `update`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..model import Folder, Page, Site
from ..rest import php_forms, texts
from ..rest.call import Call
from ..rest.errors import RestError, access_denied
from ..rest.registry import method
from . import access, addresses, block_rows
from .publication import publish_page
from .repository import library_block
from .tables import PAGES
from .trash import put_into_trash

DROPPED = ("RULE", "TPL_CODE", "ACTIVE", "INITIATOR_APP_CODE", "VIEWS")
SITE_NOT_FOUND = "Site is not found."


@method("landing.landing.copy", "lid:int", "toSiteId:int?", "toFolderId:int?", "skipSystem:bool?")
def copy(
    call: Call, page_id: int, to_site: int | None, to_folder: int | None, skip_system: bool | None
) -> int:
    """Id of the copy, which goes online at once when the source is online and the caller may publish."""
    source = access.load_page(call, page_id, trashed=True)
    site = access.visible_site(call, to_site or source.site_id)
    if site is None:
        raise RestError("SITE_NOT_FOUND", SITE_NOT_FOUND)
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


@method("landing.landing.update", "lid:id", "fields:array")
def update(call: Call, page_id: int, fields: Any) -> bool:
    """True also for an unknown page; some fields are dropped silently. DELETED works like the recycle bin."""
    values = {key: value for key, value in known_fields(fields).items() if key not in DROPPED}
    page = call.portal.pages.get(page_id)
    if page is None:
        return True
    if not access.may(call, access.visible_site(call, page.site_id), "sett"):
        raise access_denied("Page edit access was denied.")
    if "CODE" in values:
        addresses.check_page_code(str(values["CODE"]))
    place_page(call, page, values)
    if "DELETED" in values:
        put_into_trash(call, page, trashed=values["DELETED"] == "Y")
    assign(page, values)
    addresses.make_unique(call.portal, page)
    page.public = False
    page.modified_by, page.modified_at = call.user.id, call.now
    return True


def known_fields(fields: Any) -> dict[str, Any]:
    """Fields to save; raises SYSTEM_ERROR for one the table does not have."""
    values = fields if isinstance(fields, dict) else {}
    for field in values:
        if field not in PAGES.columns and field != "ADDITIONAL_FIELDS":
            raise RestError("SYSTEM_ERROR", f"{PAGES.name} Entity has no `{field}` field.")
    return values


def place_page(call: Call, page: Page, values: dict[str, Any]) -> None:
    """Apply SITE_ID and FOLDER_ID; raises SITE_NOT_FOUND or FOLDER_NOT_FOUND."""
    if "SITE_ID" in values:
        site = access.visible_site(call, php_forms.to_int(values["SITE_ID"]))
        if site is None:
            raise RestError("SITE_NOT_FOUND", SITE_NOT_FOUND)
        page.site_id = site.id
    if "FOLDER_ID" in values:
        folder_id = php_forms.to_int(values["FOLDER_ID"] or 0)
        folder = call.portal.folders.get(folder_id)
        if folder_id and (folder is None or folder.site_id != page.site_id):
            raise RestError("FOLDER_NOT_FOUND", "Folder was not found.")
        page.folder_id = folder_id or None


def assign(page: Page, values: dict[str, Any]) -> None:
    page.title = str(values.get("TITLE", page.title))
    page.code = str(values.get("CODE", page.code))
    page.description = values.get("DESCRIPTION", page.description)
    page.xml_id = values.get("XML_ID", page.xml_id)
    if "TPL_ID" in values:
        page.template_id = php_forms.to_int(values["TPL_ID"]) or None
    settings = values.get("ADDITIONAL_FIELDS")
    if isinstance(settings, dict):
        page.settings.update({key: str(value) for key, value in settings.items()})


@method("landing.landing.add", "fields:array")
def add(call: Call, fields: Any) -> int:
    """A new page, not published; CODE comes from the title when missing."""
    values = {key: value for key, value in known_fields(fields).items() if key not in DROPPED}
    if not values.get("TITLE"):
        raise RestError("BX_EMPTY_REQUIRED", "The field Title is required.")
    site = access.visible_site(call, php_forms.to_int(values.get("SITE_ID") or 0))
    if site is None or not access.may(call, site, "edit"):
        raise access_denied("Page create access was denied..")
    code = (
        values.get("CODE")
        or addresses.code_from(str(values["TITLE"]))
        or addresses.random_code(call.portal, 12)
    )
    addresses.check_page_code(str(code))
    user, now = call.user.id, call.now
    page = Page(
        call.portal.ids.next("page"),
        site.id,
        str(values["TITLE"]),
        str(code),
        created_by=user,
        modified_by=user,
        created_at=now,
        modified_at=now,
    )
    place_page(call, page, values)
    assign(page, {**values, "CODE": code})
    addresses.make_unique(call.portal, page)
    call.portal.pages[page.id] = page
    return page.id
