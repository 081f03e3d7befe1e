"""The control API under ``/_emulator/api/``: everything the panel can do, over HTTP with JSON bodies.

``GET portals`` lists the portals; everything else is ``<portal>/<command>`` where ``<portal>`` is the host
the
portal started with: ``GET state``, ``GET requests``, ``POST`` any name in ``COMMANDS``.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from . import frame_control
from .model import FAULT_KINDS, Portal, Tariff, User

if TYPE_CHECKING:
    from .emulator import Emulator

Command = Callable[["Emulator", Portal, dict[str, Any]], Any]


class ControlError(Exception):
    """A control request that makes no sense; the text goes into the 400 answer."""


def handle(emulator: Emulator, request: Request) -> Response:
    """Answer a control request with JSON: 200 with the result, 400 with ``{"error": text}``, 404."""
    path = request.path.removeprefix("/_emulator/api/").strip("/")
    if path == "portals":
        return reply([summary(host, portal) for host, portal in emulator.portals.items()])
    host, _, name = path.partition("/")
    portal = emulator.portals.get(host)
    command = READS.get(name) if request.method == "GET" else COMMANDS.get(name)
    if portal is None or command is None:
        return reply({"error": f"unknown portal or command: {path}"}, 404)
    try:
        return reply(command(emulator, portal, body(request)))
    except ControlError as error:
        return reply({"error": str(error)}, 400)


def reply(value: Any, status: int = 200) -> Response:
    text = json.dumps(value, ensure_ascii=False, default=plain)
    response = Response(text, status=status, mimetype="application/json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def plain(value: Any) -> Any:
    """Sets and data classes of the model as JSON."""
    if isinstance(value, set | frozenset):
        return sorted(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {item.name: getattr(value, item.name) for item in dataclasses.fields(value)}
    return str(value)


def body(request: Request) -> dict[str, Any]:
    """The JSON object or form of a request; raises ControlError."""
    if "json" not in request.mimetype:
        return dict(request.values.items())
    try:
        value = json.loads(request.get_data() or b"{}")
    except ValueError:
        raise ControlError("the body is not JSON") from None
    if not isinstance(value, dict):
        raise ControlError("the body must be a JSON object")
    return value


def summary(host: str, portal: Portal) -> dict[str, Any]:
    return {
        "portal": host,
        "host": portal.host,
        "origin": portal.origin,
        "title": portal.title,
        "member_id": portal.member_id,
        "cloud": portal.cloud,
        "language": portal.language,
        "deleted": portal.deleted,
        "installed": portal.installation.present,
        "finished": portal.installation.finished,
    }


def state(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> dict[str, Any]:
    """Content, people and switches of a portal; blocks only of pages that were looked at."""
    with portal.lock:
        return {
            **summary(portal.host, portal),
            "users": [plain(user) for user in portal.users.values()],
            "sites": [plain(site) for site in portal.sites.values()],
            "folders": [plain(folder) for folder in portal.folders.values()],
            "pages": [page_state(page) for page in portal.pages.values()],
            "blocks": [plain(row) for row in portal.blocks.values()],
            "files": [
                {"id": file.id, "path": file.path, "block_ids": sorted(file.block_ids)}
                for file in portal.files.values()
            ],
            "tariff": plain(portal.tariff),
            "faults": [plain(fault) for fault in portal.faults.planned()],
            "latency": plain(portal.latency),
            "placements": [plain(placement) for placement in portal.installation.placements],
            "events": [plain(binding) for binding in portal.installation.events],
        }


def page_state(page: Any) -> dict[str, Any]:
    values: dict[str, Any] = plain(page)
    del values["lazy_blocks"]
    return values


def requests(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> list[Any]:
    """The request log, oldest first; ``last`` limits it."""
    entries = [plain(entry) for entry in list(portal.requests)]
    last = number(values, "last", 0)
    return entries[-int(last):] if last else entries  # fmt: skip


def number(values: dict[str, Any], name: str, default: float) -> float:
    """A number from the body; raises ControlError."""
    try:
        return float(values.get(name, default))
    except (TypeError, ValueError):
        raise ControlError(f"{name} must be a number") from None


def fault(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> Any:
    """Plan a failure: kind, times (null: until cleared), methods, seconds, skip; ``oauth`` plans it there."""
    kind = values.get("kind")
    if kind not in FAULT_KINDS:
        raise ControlError(f"kind must be one of {', '.join(FAULT_KINDS)}")
    methods = values.get("methods") or []
    methods = methods.split(",") if isinstance(methods, str) else methods
    times = values.get("times", 1)
    target = emulator.oauth_faults if values.get("oauth") else portal.faults
    return target.add(
        kind,
        times=None if times in (None, "", "always") else int(number(values, "times", 1)),
        methods=[name.strip() for name in methods],
        seconds=number(values, "seconds", 0.0),
        skip=int(number(values, "skip", 0)),
    )


def clear_faults(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> bool:
    portal.faults.clear()
    emulator.oauth_faults.clear()
    return True


def tariff(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> Any:
    """Change switches of the plan by field name; ``refused`` is a list of publication error codes."""
    with portal.lock:
        change(portal.tariff, values)
    return portal.tariff


def latency(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> Any:
    change(portal.latency, values)
    return portal.latency


def change(target: Any, values: dict[str, Any]) -> None:
    """Set attributes of a switch object from a body; raises ControlError for unknown names and bad values."""
    known = {item.name for item in dataclasses.fields(target)}
    unknown = [name for name in values if name not in known]
    if unknown:
        raise ControlError(f"unknown switch {', '.join(unknown)}")
    try:
        converted = {name: like(getattr(target, name), value) for name, value in values.items()}
    except (TypeError, ValueError) as error:
        raise ControlError(f"bad value: {error}") from None
    for name, value in converted.items():
        setattr(target, name, value)


def like(present: Any, value: Any) -> Any:
    """A value from JSON or a form in the type of the switch it sets; an empty limit is None (unlimited)."""
    if isinstance(present, bool):
        return value not in (False, 0, "", "0", "N", "false")
    if isinstance(present, set):
        return {
            item.strip() for item in (value.split(",") if isinstance(value, str) else value) if item.strip()
        }
    if isinstance(present, float):
        return float(value)
    if isinstance(present, str | dict):
        return type(present)(value)
    return None if value in (None, "") else int(value)


def reset_tariff(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> Any:
    with portal.lock:
        portal.tariff = Tariff()
    return portal.tariff


def expire_tokens(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> bool:
    portal.expire_tokens()
    return True


def revoke_user(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> bool:
    emulator.tokens.revoke_user(portal.member_id, chosen_user(portal, values).id)
    return True


def token(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> dict[str, Any]:
    """A fresh token pair of a user, for test scripts."""
    pair = emulator.issue_token(portal, chosen_user(portal, values))
    return {"access_token": pair.access, "refresh_token": pair.refresh, "expires": pair.expires_at}


def chosen_user(portal: Portal, values: dict[str, Any]) -> User:
    """The user named by ``user`` (key or id); raises ControlError."""
    wanted = str(values.get("user", ""))
    for user in portal.users.values():
        if wanted in (user.key, str(user.id)):
            return user
    raise ControlError(f"unknown user {wanted!r}; known: {', '.join(portal.users)}")


def rights(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> Any:
    """Change a user: ``rights`` (list), ``site_id`` with ``rights`` for one site, ``active``,
    ``app_access``…
    """
    user = chosen_user(portal, values)
    switches = {
        name: bool(values[name]) for name in ("active", "app_access", "sees_sites", "admin") if name in values
    }
    with portal.lock:
        if "rights" in values:
            allowed = frozenset(values["rights"])
            if "site_id" in values:
                user.site_rights[int(number(values, "site_id", 0))] = allowed
            else:
                user.rights = allowed
        for name, value in switches.items():
            setattr(user, name, value)
    return user


def rename(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> dict[str, Any]:
    """Move the portal to ``host`` (a loopback address); the old one answers 302."""
    try:
        emulator.rename(portal, str(values.get("host") or ""))
    except OSError as error:
        raise ControlError(f"cannot listen there: {error}") from None
    return summary(portal.host, portal)


def delete(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> dict[str, Any]:
    emulator.delete(portal)
    return summary(portal.host, portal)


def install(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> dict[str, Any]:
    """Install the application; ``finished`` (default true) and ``notify`` (default false)."""
    emulator.install_app(
        portal, finished=bool(values.get("finished", True)), notify=bool(values.get("notify"))
    )
    return summary(portal.host, portal)


def uninstall(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> dict[str, Any]:
    emulator.uninstall_app(portal, clean=bool(values.get("clean")))
    return summary(portal.host, portal)


READS: dict[str, Command] = {"state": state, "requests": requests}
COMMANDS: dict[str, Command] = {
    "faults": fault, "faults/clear": clear_faults, "tariff": tariff, "tariff/reset": reset_tariff,
    "latency": latency, "tokens/expire": expire_tokens, "tokens/issue": token, "tokens/revoke-user":
    revoke_user,
    "rights": rights, "rename": rename, "delete": delete, "install": install, "uninstall": uninstall,
    "frame": frame_control.frame, "language": frame_control.language, "update": frame_control.update,
}  # fmt: skip
