"""`landing.site.add` and `landing.site.update`, and how many sites a plan has room for."""

from __future__ import annotations

from typing import Any

from ..model import PUBLIC_TYPES, Portal, Site
from ..rest import php_forms, texts
from ..rest.call import Call
from ..rest.errors import RestError, access_denied
from ..rest.registry import method
from . import access, addresses
from .entry import types_in_scope
from .tables import SITES

IGNORED = ("ID", "ACTIVE", "DELETED", "SPECIAL", "VERSION")
FIELDS = (*SITES.columns, "ADDITIONAL_FIELDS")


@method("landing.site.add", "fields:array")
def add(call: Call, fields: Any) -> int:
    """The new site's id. It has no pages and is switched on by the first publication of one.

    Raises SITE_LIMIT_REACHED where the plan has no room, BX_EMPTY_REQUIRED, SLASH_IS_NOT_ALLOWED, ACCESS_DENIED.
    """
    values = known_fields(fields)
    for field in ("TITLE", "CODE"):
        if field not in values or (field == "TITLE" and not values[field]):
            raise RestError("BX_EMPTY_REQUIRED", f"The field {field.capitalize()} is required.")
    kind = site_type(call, values)
    if not may_create(call):
        raise access_denied("Site create access was denied.")
    require_room(call.portal, kind, "SITE_LIMIT_REACHED")
    code = site_code(call.portal, str(values["CODE"]), str(values["TITLE"]))
    user, now = call.user.id, call.now
    site = Site(
        call.portal.ids.next("site"),
        str(values["TITLE"]),
        code,
        type=kind,
        active=False,
        created_by=user,
        modified_by=user,
        created_at=now,
        modified_at=now,
    )
    assign(call, site, {"DOMAIN_ID": "", **values})
    call.portal.sites[site.id] = site
    return site.id


@method("landing.site.update", "id:id", "fields:array")
def update(call: Call, site_id: int, fields: Any) -> bool:
    """True; needs `sett`. ACTIVE and DELETED are not changed by it."""
    values = known_fields(fields)
    site = access.visible_site(call, site_id)
    if site is None or not access.may(call, site, "sett"):
        raise access_denied("Site edit access was denied.")
    if "TYPE" in values:
        site.type = site_type(call, values)
    if "CODE" in values:
        title = str(values.get("TITLE") or site.title)
        site.code = site_code(call.portal, str(values["CODE"]), title, but=site.id)
    assign(call, site, values)
    site.modified_by, site.modified_at = call.user.id, call.now
    return True


def known_fields(fields: Any) -> dict[str, Any]:
    """Fields to save; raises SYSTEM_ERROR for one the table does not have."""
    values = fields if isinstance(fields, dict) else {}
    for field in values:
        if field not in FIELDS:
            raise RestError("SYSTEM_ERROR", f"{SITES.name} Entity has no `{field}` field.")
    return {field: value for field, value in values.items() if field not in IGNORED}


def site_type(call: Call, values: dict[str, Any]) -> str:
    """TYPE, or the first type of the scope in force; one of another scope is refused."""
    allowed = types_in_scope(call.process)
    kind = str(values.get("TYPE") or allowed[0])
    kind = "VIBE" if kind == "MAINPAGE" else kind
    if kind not in allowed:
        raise access_denied("Site create access was denied.")
    return kind


def may_create(call: Call) -> bool:
    """Administrators, portals without permissions, and people who may edit sites in general."""
    return call.user.admin or not call.portal.tariff.permissions_available or "edit" in call.user.rights


def require_room(portal: Portal, kind: str, code: str) -> None:
    """Raises ``code`` (SITE_LIMIT_REACHED on creating, TOTAL_SITE_REACHED on restoring).

    Sites of the public types are counted together, knowledge bases among themselves; service sites and those in
    the recycle bin do not count.
    """
    limit = portal.tariff.max_sites
    alike = PUBLIC_TYPES if kind in PUBLIC_TYPES else (kind,)
    sites = portal.sites.values()
    count = sum(site.type in alike and not site.deleted and not site.special for site in sites)
    if code in portal.tariff.refused or (limit is not None and count >= limit):
        raise RestError(code, texts.plan_text(code if kind in PUBLIC_TYPES else "KNOWLEDGE_LIMIT"))


def site_code(portal: Portal, given: str, title: str, but: int = 0) -> str:
    """``/code/``: from the title when empty, ``site`` before mere digits, a number behind one that is taken."""
    if "/" in given.strip("/"):
        raise RestError("SLASH_IS_NOT_ALLOWED", "The slash character cannot be used in a landing address.")
    code = given.strip("/") or addresses.code_from(title) or "site"
    code = f"site{code}" if code.isdigit() else code
    taken = {site.code.casefold() for site in portal.sites.values() if site.id != but}
    number, free = 2, f"/{code}/"
    while free.casefold() in taken:
        free, number = f"/{code}{number}/", number + 1
    return free


def assign(call: Call, site: Site, values: dict[str, Any]) -> None:
    site.title = str(values.get("TITLE") or site.title)
    site.description = values.get("DESCRIPTION", site.description)
    site.xml_id = values.get("XML_ID", site.xml_id)
    if "TPL_ID" in values:
        site.template_id = php_forms.to_int(values["TPL_ID"] or 0) or None
    if "LANDING_ID_INDEX" in values:
        site.index_page_id = php_forms.to_int(values["LANDING_ID_INDEX"] or 0) or None
    if "DOMAIN_ID" in values and call.portal.cloud and site.type in PUBLIC_TYPES:
        site.domain = str(values["DOMAIN_ID"] or f"{site.code.strip('/')}.localhost")
        site.domain_id = site.domain_id or call.portal.ids.next("domain")
