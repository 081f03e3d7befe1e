"""`landing.landing.add` and `landing.landing.update`."""

from __future__ import annotations

from typing import Any

from ..model import Page
from ..rest import php_forms
from ..rest.call import Call
from ..rest.errors import RestError, access_denied
from ..rest.registry import method
from . import access, addresses
from .tables import PAGES
from .trash import put_into_trash

DROPPED = ("RULE", "TPL_CODE", "ACTIVE", "INITIATOR_APP_CODE", "VIEWS")


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
            raise RestError("SITE_NOT_FOUND", "Site is not found.")
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
