"""`event.bind`, `event.unbind`, `event.get`, `events`."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from ..model import EventBinding
from ..rest import php_forms
from ..rest.call import Call
from ..rest.errors import RestError
from ..rest.registry import method

EVENTS = ("ONAPPINSTALL", "ONAPPUNINSTALL", "ONAPPUPDATE", "ONAPPPAYMENT", "ONUSERADD")


def argument(params: dict[str, Any], name: str) -> str:
    """A required argument, in lower or upper case; raises ERROR_ARGUMENT."""
    value = params.get(name) or params.get(name.upper())
    if not value or php_forms.is_array(value):
        text = f"Argument '{name.upper()}' is null or empty"
        raise RestError("ERROR_ARGUMENT", text, argument=name.upper())
    return str(value)


@method("event.bind", needs_application=True)
def bind(call: Call) -> bool:
    """Binds a handler; a non-administrator's works for himself only."""
    event = argument(call.params, "event").upper()
    handler = argument(call.params, "handler")
    if event not in EVENTS:
        raise RestError("ERROR_EVENT_NOT_FOUND", "Event not found")
    check_handler(handler)
    wanted = php_forms.to_int(call.params.get("auth_type") or 0)
    user_id = wanted if call.user.admin else call.user.id
    bindings = call.portal.installation.events
    if any((one.event, one.handler, one.user_id) == (event, handler, user_id) for one in bindings):
        raise RestError("ERROR_CORE", "Unable to set event handler: Handler already binded")
    bindings.append(EventBinding(call.portal.ids.next("row"), event, handler, user_id, call.user.id))
    return True


def check_handler(handler: str) -> None:
    """Raises ERROR_WRONG_HANDLER_URL or ERROR_UNSUPPORTED_PROTOCOL."""
    address = urlsplit(handler)
    if not address.netloc:
        raise RestError("ERROR_WRONG_HANDLER_URL", "Wrong handler URL")
    if address.scheme not in ("http", "https"):
        raise RestError("ERROR_UNSUPPORTED_PROTOCOL", "Unsupported event handler protocol")


@method("event.unbind", needs_application=True)
def unbind(call: Call) -> dict[str, int]:
    """Removes own bindings of an event and handler; answers how many."""
    event, handler = argument(call.params, "event").upper(), argument(call.params, "handler")
    bindings = call.portal.installation.events
    gone = [one for one in visible(call, bindings) if (one.event, one.handler) == (event, handler)]
    call.portal.installation.events = [one for one in bindings if one not in gone]
    return {"count": len(gone)}


def visible(call: Call, bindings: list[EventBinding]) -> list[EventBinding]:
    return [one for one in bindings if call.user.admin or one.user_id == call.user.id]


@method("event.get", needs_application=True)
def get(call: Call) -> list[dict[str, Any]]:
    """The application's bindings; a non-administrator sees only those bound to himself."""
    return [
        {"event": one.event, "handler": one.handler, "auth_type": str(one.user_id), "offline": one.offline}
        for one in visible(call, call.portal.installation.events)
    ]


@method("events")
def events(call: Call) -> list[str]:
    return list(EVENTS)
