"""The control API under ``/_emulator/api/``: everything the panel can do, over HTTP with JSON bodies.

``GET portals`` lists the portals; everything else is ``<portal>/<command>`` where ``<portal>`` is the host
the portal started with: ``GET state``, ``GET requests``, ``POST`` any name in ``COMMANDS``.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from . import control_life, control_switches, frame_control
from .control_life import summary
from .control_switches import ControlError, number
from .model import Portal

if TYPE_CHECKING:
    from .emulator import Emulator

Command = Callable[["Emulator", Portal, dict[str, Any]], Any]


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


READS: dict[str, Command] = {"state": state, "requests": requests}
COMMANDS: dict[str, Command] = {
    "faults": control_switches.fault,
    "faults/clear": control_switches.clear_faults,
    "tariff": control_switches.tariff,
    "tariff/reset": control_switches.reset_tariff,
    "limits": control_switches.limits,
    "latency": control_switches.latency,
    "tokens/expire": control_switches.expire_tokens,
    "tokens/issue": control_switches.token,
    "tokens/revoke-user": control_switches.revoke_user,
    "oauth": control_switches.oauth,
    "rights": control_switches.rights,
    "webhook": control_switches.webhook,
    "rename": control_life.rename,
    "delete": control_life.delete,
    "install": control_life.install,
    "uninstall": control_life.uninstall,
    "frame": frame_control.frame,
    "language": frame_control.language,
    "update": frame_control.update,
}
