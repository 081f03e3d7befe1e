"""Server side of the bridge: what the portal page asks its own server for while a frame is open."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from ..model import Portal, User
from ..tokens import ACCESS_SECONDS
from .opening import FrameDenied, Place, open_frame
from .session import current_user

if TYPE_CHECKING:
    from ..emulator import Emulator

PATH = "/bitrix/components/bitrix/app.layout/lazyload.ajax.php"
OPTION = re.compile(r"options\[(\d+)\]\[name\]")


def handle(emulator: Emulator, portal: Portal, request: Request) -> Response:
    """One POST with ``action``; 403 for nobody, 404 for an unknown action."""
    user = current_user(portal, request)
    if user is None:
        return _json({"error": "ACCESS_DENIED"}, 403)
    action = ACTIONS.get(request.form.get("action", ""))
    if action is None:
        return _json({"error": "UNKNOWN_ACTION"}, 404)
    try:
        with portal.lock:
            return action(emulator, portal, user, request)
    except FrameDenied as denied:
        return _json({"error": "ACCESS_DENIED", "error_description": str(denied)}, 403)


def access_refresh(emulator: Emulator, portal: Portal, user: User, request: Request) -> Response:
    """A new pair of tokens for the signed-in user."""
    if "refresh_fails" in portal.frame.faults or not portal.installation.present:
        return _json({"error": "ERROR_OAUTH", "error_description": "Unable to get a new access token."})
    pair = emulator.issue_token(portal, user)
    return _json({"AUTH_ID": pair.access, "AUTH_EXPIRES": str(ACCESS_SECONDS), "REFRESH_ID": pair.refresh})


def set_first_run(emulator: Emulator, portal: Portal, user: User, request: Request) -> Response:
    portal.frame.seen.add((user.id, portal.installation.version))
    return _json("true")


def set_installed(emulator: Emulator, portal: Portal, user: User, request: Request) -> Response:
    """Only an administrator changes it; the answer is a text, which the page takes for a yes in any case."""
    if not user.admin:
        return _json("false")
    portal.installation.finished = request.form.get("v") == "Y"
    if portal.installation.finished:
        emulator.events.installed(portal)
    return _json("true")


def set_option(emulator: Emulator, portal: Portal, user: User, request: Request) -> Response:
    """Store options of the application (administrators only) or of the user; answers all of that kind."""
    if request.form.get("kind") == "app":
        if not user.admin:
            return _json(None, 403)
        options = portal.installation.options
    else:
        options = portal.frame.user_options.setdefault(user.id, {})
    for name in request.form:
        found = OPTION.fullmatch(name)
        if found:
            options[request.form[name]] = request.form.get(f"options[{found[1]}][value]", "")
    return _json(options or [])


def open_application(emulator: Emulator, portal: Portal, user: User, request: Request) -> Response:
    """A second frame with its own SID in a slider; the options become its PLACEMENT_OPTIONS."""
    options = json.loads(request.form.get("options", "{}") or "{}")
    place = Place(options=_as_texts(options), in_slider=True)
    return _json(open_frame(emulator, portal, user, place))


def open_placement(emulator: Emulator, portal: Portal, user: User, request: Request) -> Response:
    """A bound widget (`landing.repo.bind`, `placement.bind`) in a slider."""
    code, handler = request.form.get("placement", ""), request.form.get("handler", "")
    bound = any((row.placement, row.handler) == (code, handler) for row in portal.installation.placements)
    if not bound:
        raise FrameDenied("This widget is not registered.")
    options = json.loads(request.form.get("options", "{}"))
    return _json(open_frame(emulator, portal, user, Place(code, handler, _as_texts(options), in_slider=True)))


Action = Callable[["Emulator", Portal, User, Request], Response]
ACTIONS: dict[str, Action] = {
    "access_refresh": access_refresh,
    "set_first_run": set_first_run,
    "set_installed": set_installed,
    "set_option": set_option,
    "open_application": open_application,
    "open_placement": open_placement,
}


def _as_texts(options: Any) -> dict[str, Any]:
    """PHP keeps ids of requests as texts."""
    if not isinstance(options, dict):
        return {}
    return {
        str(name): str(value) if isinstance(value, int | float) else value for name, value in options.items()
    }


def _json(value: Any, status: int = 200) -> Response:
    return Response(json.dumps(value), status=status, mimetype="application/json")
