"""Folders of a site: list, add, move, trash, publish."""

from __future__ import annotations

from typing import Any

from ..model import Folder, Portal, Site
from ..rest import php_forms
from ..rest.call import Call
from ..rest.errors import RestError
from ..rest.registry import method
from . import access, addresses, purge
from .tables import FOLDERS, not_trashed

DENIED = "Site was not found or access was denied"


@method("landing.site.getFolders", "siteId:int", "filter:array?")
def get_folders(call: Call, site_id: int, given: Any) -> list[dict[str, Any]]:
    """All folders of a site as one flat list, newest change first; nothing for a site that cannot be read."""
    site = access.visible_site(call, site_id)
    if site is None:
        return []
    conditions = {key: value for key, value in (given or {}).items() if key != "SITE_ID"} if given else {}
    if conditions.get("PARENT_ID", 1) in (0, "", None, "0"):
        conditions["PARENT_ID"] = None
    found = FOLDERS.find(call.portal.folders_of(site.id), {"order": {"DATE_MODIFY": "DESC"}}, conditions)
    if not_trashed(conditions):
        found = [folder for folder in found if not folder.deleted]
    return [FOLDERS.show(folder, list(FOLDERS.columns), call.portal.language) for folder in found]


def editable_site(call: Call, site_id: int) -> Site:
    """A site the caller may edit; raises ACCESS_DENIED."""
    site = access.visible_site(call, site_id)
    if site is None or not access.may(call, site, "edit"):
        raise RestError("ACCESS_DENIED", DENIED)
    return site


@method("landing.site.addFolder", "siteId:int", "fields:array")
def add_folder(call: Call, site_id: int, fields: Any) -> int:
    """The new folder's id. PARENT_ID is not checked; ACTIVE is N unless it is exactly Y."""
    site = editable_site(call, site_id)
    values = known_fields(fields)
    title = str(values.get("TITLE") or "")
    if not title:
        raise RestError("BX_EMPTY_REQUIRED", "The field Title is required.")
    code = folder_code(call.portal, values.get("CODE"), title)
    parent_id = php_forms.to_int(values.get("PARENT_ID")) or None
    require_unique(call.portal, site, parent_id, code)
    user, now = call.user.id, call.now
    folder = Folder(
        call.portal.ids.next("folder"),
        site.id,
        title,
        code,
        parent_id=parent_id,
        active=values.get("ACTIVE") == "Y",
        created_by=user,
        modified_by=user,
        created_at=now,
        modified_at=now,
    )
    call.portal.folders[folder.id] = folder
    return folder.id


def known_fields(fields: Any) -> dict[str, Any]:
    """Fields to save; raises SYSTEM_ERROR for one the table does not have."""
    values = fields if isinstance(fields, dict) else {}
    for field in values:
        if field not in FOLDERS.columns:
            raise RestError("SYSTEM_ERROR", f"{FOLDERS.name} Entity has no `{field}` field.")
    return values


def folder_code(portal: Portal, code: Any, title: str) -> str:
    """The given address part, or one made from the title; raises SLASH_IS_NOT_ALLOWED."""
    if code is None or code == "":
        return addresses.code_from(title) or addresses.random_code(portal, 12)
    if "/" in str(code):
        raise RestError("SLASH_IS_NOT_ALLOWED", "Folder address cannot include slash characters.")
    return str(code)


def require_unique(portal: Portal, site: Site, parent_id: int | None, code: str, but: int = 0) -> None:
    """Raises FOLDER_IS_NOT_UNIQUE; trashed folders count."""
    for folder in portal.folders_of(site.id):
        if (folder.parent_id or None, folder.code.casefold()) == (
            parent_id,
            code.casefold(),
        ) and folder.id != but:
            raise RestError("FOLDER_IS_NOT_UNIQUE", "Folder with this name already exists")


def folder_for(call: Call, folder_id: int, operation: str, denied: str) -> Folder:
    """A folder of a readable site; FOLDER_NOT_FOUND, or ACCESS_DENIED with ``denied``."""
    folder = call.portal.folders.get(folder_id)
    site = access.visible_site(call, folder.site_id) if folder else None
    if folder is None or site is None:
        raise RestError("FOLDER_NOT_FOUND", "Folder was not found.")
    if not access.may(call, site, operation):
        raise RestError("ACCESS_DENIED", denied)
    return folder


@method("landing.site.updateFolder", "siteId:int", "folderId:int", "fields:array")
def update_folder(call: Call, site_id: int, folder_id: int, fields: Any) -> bool:
    """Changes TITLE, CODE, PARENT_ID, INDEX_ID or ACTIVE of a folder."""
    site = editable_site(call, site_id)
    folder = folder_for(call, folder_id, "edit", DENIED)
    values = known_fields(fields)
    if "CODE" in values:
        code = folder_code(call.portal, values["CODE"], folder.title)
        require_unique(call.portal, site, folder.parent_id, code, folder.id)
        folder.code = code
    folder.title = str(values.get("TITLE") or folder.title)
    if "PARENT_ID" in values:
        folder.parent_id = php_forms.to_int(values["PARENT_ID"]) or None
    if "INDEX_ID" in values:
        folder.index_page_id = php_forms.to_int(values["INDEX_ID"]) or None
    if "ACTIVE" in values:
        folder.active = values["ACTIVE"] == "Y"
    changed(call, folder)
    return True


def changed(call: Call, folder: Folder) -> None:
    folder.modified_by, folder.modified_at = call.user.id, call.now


@method("landing.site.moveFolder", "folderId:int", "toFolderId:int?", "toSiteId:int?")
def move_folder(call: Call, folder_id: int, to_folder_id: int | None, to_site_id: int | None) -> bool:
    """Undocumented: puts a folder with its pages under another folder or site."""
    folder = folder_for(call, folder_id, "delete", DENIED)
    site = editable_site(call, to_site_id or folder.site_id)
    target = call.portal.folders.get(to_folder_id or 0)
    parent_id = target.id if target and target.site_id == site.id else None
    require_unique(call.portal, site, parent_id, folder.code, folder.id)
    folder.parent_id = parent_id
    for inner in list(call.portal.folders.values()):
        if folder in access.parents(call.portal, inner.id):
            inner.site_id = site.id
    for page in call.portal.pages.values():
        if folder in access.parents(call.portal, page.folder_id):
            page.site_id = site.id
    changed(call, folder)
    return True


@method("landing.site.markFolderDelete", "id:int", "mark:bool?")
def mark_folder_delete(call: Call, folder_id: int, mark: bool | None) -> bool:
    """Puts a folder into the recycle bin; its pages cannot be reached any more."""
    folder = folder_for(call, folder_id, "delete", "Site delete access was denied.")
    folder.deleted = mark is not False
    purge.note(call.portal, folder)
    if folder.deleted:
        folder.active = False
    changed(call, folder)
    return True


@method("landing.site.markFolderUnDelete", "id:int")
def mark_folder_undelete(call: Call, folder_id: int) -> bool:
    return mark_folder_delete(call, folder_id, mark=False)


@method("landing.site.publicationFolder", "folderId:int", "mark:bool?")
def publish_folder(call: Call, folder_id: int, mark: bool | None) -> bool:
    """Switches a folder and its parents on (or the folder off)."""
    folder = folder_for(call, folder_id, "public", "Site publishing access was denied.")
    if mark is False:
        folder.active = False
        return True
    for parent in access.parents(call.portal, folder.id):
        parent.active = True
    return True


@method("landing.site.unPublicFolder", "folderId:int")
def unpublish_folder(call: Call, folder_id: int) -> bool:
    return publish_folder(call, folder_id, mark=False)
