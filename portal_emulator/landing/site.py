"""`landing.site.*`: lists, addresses, pictures, rights."""

from __future__ import annotations

from typing import Any

from ..model import Site
from ..rest import php_forms, texts
from ..rest.call import Call
from ..rest.errors import RestError
from ..rest.registry import method
from . import access, urls
from .entry import SCOPES, apply_scope, types_in_scope
from .tables import SITES, clean, not_trashed

EXTRA = ("DOMAIN_NAME", "PUBLIC_URL", "PREVIEW_PICTURE", "PHONE")


@method("landing.site.getList", "params:array?")
def get_list(call: Call, params: Any) -> list[dict[str, Any]]:
    """All sites of the scope the user may read; no paging, DELETED=N by default."""
    cleaned = clean(params)
    select = cleaned.get("select") or ["*"]
    extra = [field for field in select if field in EXTRA]
    wanted = [field for field in select if field not in EXTRA]
    if "PREVIEW_PICTURE" in extra:
        extra = [*dict.fromkeys([*extra, "PUBLIC_URL"])]
        wanted.append("LANDING_ID_INDEX")
    fields = SITES.fields([*wanted, "ID", "TYPE"])
    given = without_store(cleaned.get("filter", {}))
    found = SITES.find(visible(call), cleaned, given)
    if not_trashed(given):
        found = [site for site in found if not site.deleted]
    return [row(call, site, fields, extra) for site in found]


def visible(call: Call) -> list[Site]:
    types = types_in_scope(call.process)
    sites = call.portal.sites.values()
    return [site for site in sites if site.type in types and access.may(call, site, "read")]


def without_store(given: Any) -> Any:
    """A filter by STORE, or by a list of types, loses its restriction to the scope's types (§4.1)."""
    if not isinstance(given, dict):
        return given
    return {
        key: value
        for key, value in given.items()
        if not (key in ("TYPE", "=TYPE", "@TYPE") and (value == "STORE" or php_forms.is_array(value)))
    }


def row(call: Call, site: Site, fields: list[str], extra: list[str]) -> dict[str, Any]:
    portal = call.portal
    answer = SITES.show(site, fields, portal.language)
    if "DOMAIN_NAME" in extra:
        answer["DOMAIN_NAME"] = site.domain or None
    if "PUBLIC_URL" in extra:
        answer["PUBLIC_URL"] = urls.site_url(portal, site)
    if "PREVIEW_PICTURE" in extra:
        answer["PREVIEW_PICTURE"] = urls.site_picture(portal, site)
    if "PHONE" in extra:
        answer["PHONE"] = site.phone
    return answer


@method("landing.site.getPreview", "id:int")
def get_preview(call: Call, site_id: int) -> str:
    """A path without host in the cloud; the stub for an unknown site, which is no error."""
    site = access.visible_site(call, site_id)
    index = call.portal.pages.get(site.index_page_id or 0) if site else None
    if site is None or index is None:
        return urls.no_preview(call.portal)
    return "/preview.jpg" if call.portal.cloud else urls.social_picture(call.portal, index)


@method("landing.site.getPublicUrl", "id:any")
def get_public_url(call: Call, site_id: Any) -> Any:
    """One address, or a map of addresses for an array of ids; no rights are checked."""
    sites, portal = call.portal.sites, call.portal
    if php_forms.is_array(site_id):
        wanted = [php_forms.to_int(item) for item in php_forms.values(site_id)]
        return {str(number): urls.site_url(portal, sites[number]) for number in wanted if number in sites}
    site = sites.get(php_forms.to_int(site_id))
    return urls.site_url(portal, site) if site else ""


@method("landing.site.getRights", "id:id")
def get_rights(call: Call, site_id: int) -> Any:
    """Operations on a site; de-duplication leaves gaps in the keys of a restricted user's list."""
    if not call.portal.tariff.permissions_available:
        raise RestError("FEATURE_NOT_AVAIL", texts.plan_text("FEATURE_NOT_AVAIL"))
    names = access.operations(call, call.portal.sites.get(site_id))
    if call.user.admin or len(names) < 3:
        return list(names)
    return {str(number if number == 0 else number + 1): name for number, name in enumerate(names)}


@method("landing.site.setScope", "type:string")
def set_scope(call: Call, scope: str) -> None:
    """Undocumented: switches the scope of the running process."""
    apply_scope(call.process, scope if scope in SCOPES else "PAGE")
