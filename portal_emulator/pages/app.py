"""Entry point of every address that is not REST, OAuth or the control API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

if TYPE_CHECKING:
    from ..emulator import Emulator
    from ..model import Portal


def handle(emulator: Emulator, portal: Portal | None, request: Request) -> Response:
    """Answer a browser's request; ``portal`` is None on ``localhost`` and ``<site>.localhost``."""
    return Response("Not found", status=404, mimetype="text/plain")
