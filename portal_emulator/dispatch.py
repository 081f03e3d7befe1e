"""Who answers a request: the OAuth server, the control API, a portal's REST gateway, or the HTML pages.

Pages are ``portal_emulator.pages.app.handle(emulator, portal_or_none, request)``; ``portal`` is ``None`` for
public sites at ``<site>.localhost`` and for the start page at ``localhost``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from . import control, oauth
from .model import Portal
from .pages import app as pages
from .rest import gateway

if TYPE_CHECKING:
    from .emulator import Emulator

OAUTH_HOST = "127.0.0.100"


class Dispatcher:
    """The one callable behind every listening address."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    def __call__(self, request: Request) -> Response:
        host = request.host.rsplit(":", 1)[0]
        if request.path.startswith("/_emulator/api/"):
            return control.handle(self._emulator, request)
        if host == OAUTH_HOST:
            return oauth.handle(self._emulator, request)
        portal = self._emulator.portal_at(host)
        if portal is not None and host in portal.former_hosts:
            return moved(portal, request)
        if portal is not None and request.path.startswith("/rest/"):
            return gateway.handle(self._emulator, portal, request)
        return pages.handle(self._emulator, portal, request)


def moved(portal: Portal, request: Request) -> Response:
    """The answer of a renamed portal's old address: 302 to the same path on the new one."""
    return Response(status=302, headers={"Location": portal.origin + request.full_path.rstrip("?")})
