"""Widgets in the Sites section: `landing.repo.bind` and `landing.repo.unbind`; nothing lists them."""

from __future__ import annotations

from typing import Any

from ..model import Placement
from ..rest.call import Call
from ..rest.errors import RestError
from ..rest.registry import method


@method("landing.repo.bind", "fields:array")
def bind(call: Call, fields: Any) -> bool:
    """Binds a handler to any LANDING_* code. Raises BX_EMPTY_REQUIRED or PLACEMENT_EXIST."""
    values = fields if isinstance(fields, dict) else {}
    for name in ("PLACEMENT", "PLACEMENT_HANDLER", "TITLE"):
        if not values.get(name):
            raise RestError("BX_EMPTY_REQUIRED", f"The field {name} is required.")
    if call.process.webhook:
        raise RestError("BX_EMPTY_REQUIRED", "The field APP_ID is required.")
    code, handler = str(values["PLACEMENT"]), str(values["PLACEMENT_HANDLER"])
    placements = call.portal.installation.placements
    if any((one.placement, one.handler) == (code, handler) for one in placements):
        raise RestError("PLACEMENT_EXIST", "This embedding area already exists")
    placements.append(Placement(call.portal.ids.next("row"), code, handler, str(values["TITLE"])))
    return True


@method("landing.repo.unbind", "code:string", "handler:string?")
def unbind(call: Call, code: str, handler: str | None) -> bool | None:
    """Removes one handler, or every one of the code; null for a webhook. Raises PLACEMENT_NO_EXIST."""
    if call.process.webhook:
        return None
    installation = call.portal.installation
    gone = [
        one for one in installation.placements
        if one.is_landing and one.placement == code and handler in (None, "", one.handler)
    ]  # fmt: skip
    if not gone:
        raise RestError("PLACEMENT_NO_EXIST", "This embedding area does not exist")
    installation.placements = [one for one in installation.placements if one not in gone]
    return True


@method("landing.repo.getAppInfo", "code:string")
def get_app_info(call: Call, code: str) -> dict[str, Any]:
    """Undocumented: what the portal knows about an application; an empty map for another one."""
    application = call.emulator.application
    if code not in (application.code, application.client_id):
        return {}
    return {"CODE": application.code, "NAME": application.title, "DATE_FINISH": None, "PAYMENT_ALLOW": "Y"}
