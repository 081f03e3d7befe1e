"""`placement.*`: widgets outside the Sites section; LANDING_* codes are unknown here."""

from __future__ import annotations

from typing import Any

from ..model import Placement
from ..rest import php_forms
from ..rest.call import Call
from ..rest.errors import RestError
from ..rest.registry import method
from .event_bindings import argument

CODES = (
    "DEFAULT", "LEFT_MENU", "USER_PROFILE_MENU", "USER_PROFILE_TOOLBAR", "REST_APP_URI",
    "PAGE_BACKGROUND_WORKER",
    "CRM_DEAL_LIST_TOOLBAR", "CRM_DEAL_DETAIL_TAB", "TASK_VIEW_TAB", "IM_TEXTAREA",
)  # fmt: skip
MAX_PER_CODE = 50


@method("placement.bind", needs_application=True)
def bind(call: Call) -> bool:
    """Administrators only. Errors: ERROR_PLACEMENT_NOT_FOUND, ERROR_CORE (duplicate),
    ERROR_PLACEMENT_MAX_COUNT.
    """
    if not call.user.admin:
        raise RestError("ACCESS_DENIED", "Access denied!", 403)
    code, handler = argument(call.params, "placement").upper(), argument(call.params, "handler")
    if code not in CODES:
        raise RestError("ERROR_PLACEMENT_NOT_FOUND", "Placement not found")
    placements = call.portal.installation.placements
    same = [one for one in placements if one.placement == code]
    if any(one.handler == handler for one in same):
        raise RestError("ERROR_CORE", "Unable to set placement handler: Handler already binded")
    if len(same) >= MAX_PER_CODE:
        raise RestError("ERROR_PLACEMENT_MAX_COUNT", "Placement max count")
    placements.append(new_placement(call, code, handler))
    return True


def new_placement(call: Call, code: str, handler: str) -> Placement:
    params = call.params
    translations = params.get("LANG_ALL")
    options = params.get("OPTIONS")
    return Placement(
        call.portal.ids.next("row"),
        code,
        handler,
        str(params.get("TITLE") or call.emulator.application.title),
        description=str(params.get("DESCRIPTION") or ""),
        user_id=php_forms.to_int(params.get("USER_ID") or 0),
        options={key: str(value) for key, value in options.items()} if isinstance(options, dict) else {},
        translations=translations if isinstance(translations, dict) else {},
    )


@method("placement.unbind", needs_application=True)
def unbind(call: Call) -> dict[str, int]:
    """Removes handlers of a code; ``count`` counts each deletion twice, as this build does."""
    if not call.user.admin:
        raise RestError("ACCESS_DENIED", "Access denied!", 403)
    code = argument(call.params, "placement").upper()
    handler = call.params.get("HANDLER") or call.params.get("handler")
    placements = call.portal.installation.placements
    gone = [
        one for one in placements
        if not one.is_landing and one.placement == code and handler in (None, "", one.handler)
    ]  # fmt: skip
    call.portal.installation.placements = [one for one in placements if one not in gone]
    return {"count": 2 * len(gone)}


@method("placement.get", needs_application=True)
def get(call: Call) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "placement": one.placement,
            "userId": one.user_id,
            "handler": one.handler,
            "options": one.options,
            "title": one.title,
            "description": one.description,
            "langAll": one.translations,
        }
        for one in call.portal.installation.placements
        if not one.is_landing
    ]


@method("placement.list")
def list_codes(call: Call) -> list[str]:
    return list(CODES)
