"""Life-cycle events: form posts to the application's handlers, sent from a thread and never repeated."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import requests

from .model import EventBinding, Portal
from .rest.php_forms import flatten
from .tokens import ACCESS_SECONDS

if TYPE_CHECKING:
    from .emulator import Emulator

logger = logging.getLogger(__name__)
DELIVERY_SECONDS = 10.0


class EventSender:
    """Sends ONAPPINSTALL, ONAPPUPDATE and ONAPPUNINSTALL; ``delivered`` keeps (address, form, HTTP status or 0)."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        self.delivered: list[tuple[str, dict[str, str], int]] = []

    def installed(self, portal: Portal) -> None:
        """ONAPPINSTALL with a refresh token of the administrator, to the registered event address."""
        data = {
            "VERSION": str(portal.installation.version),
            "ACTIVE": "Y",
            "INSTALLED": "Y" if portal.installation.finished else "N",
            "LANGUAGE_ID": portal.language,
        }
        handlers = [self._emulator.application.event_url, *bound(portal, "ONAPPINSTALL")]
        self._send(portal, "ONAPPINSTALL", dict.fromkeys(handlers), data, with_tokens=True)

    def updated(self, portal: Portal, previous: int) -> None:
        """ONAPPUPDATE with a refresh token, only to handlers bound by `event.bind`."""
        data = {
            "VERSION": str(portal.installation.version),
            "PREVIOUS_VERSION": str(previous),
            "LANGUAGE_ID": portal.language,
        }
        self._send(portal, "ONAPPUPDATE", dict.fromkeys(bound(portal, "ONAPPUPDATE")), data, with_tokens=True)

    def uninstalled(self, portal: Portal, *, clean: bool) -> None:
        """ONAPPUNINSTALL without tokens, only to handlers bound by `event.bind`."""
        data = {"LANGUAGE_ID": portal.language, "CLEAN": "1" if clean else "0"}
        self._send(
            portal, "ONAPPUNINSTALL", dict.fromkeys(bound(portal, "ONAPPUNINSTALL")), data, with_tokens=False
        )

    def _send(
        self,
        portal: Portal,
        event: str,
        handlers: Mapping[str, Any],
        data: dict[str, str],
        *,
        with_tokens: bool,
    ) -> None:
        for number, handler in enumerate(handlers, 1):
            form = {
                "event": event,
                "event_handler_id": number,
                "data": data,
                "ts": int(self._emulator.clock.now()),
                "auth": self._auth(portal, with_tokens=with_tokens),
            }
            threading.Thread(target=self._post, args=(handler, flatten(form)), daemon=True).start()

    def _auth(self, portal: Portal, *, with_tokens: bool) -> dict[str, Any]:
        auth: dict[str, Any] = {
            "domain": portal.authority,
            "server_endpoint": f"{self._emulator.oauth_url}/rest/",
            "status": portal.installation.status,
            "client_endpoint": portal.client_endpoint,
            "member_id": portal.member_id,
            "application_token": portal.installation.application_token,
        }
        if with_tokens:
            pair = self._emulator.issue_token(portal, portal.users["administrator"])
            auth |= {
                "access_token": pair.access,
                "refresh_token": pair.refresh,
                "expires": pair.expires_at,
                "expires_in": ACCESS_SECONDS,
                "scope": ",".join(self._emulator.application.scopes),
                "user_id": pair.user_id,
            }
        return auth

    def _post(self, address: str, form: dict[str, str]) -> None:
        try:
            status = requests.post(
                address, data=form, timeout=DELIVERY_SECONDS, allow_redirects=False
            ).status_code
        except requests.RequestException as error:
            logger.warning("event %s was not delivered to %s: %s", form["event"], address, error)
            status = 0
        self.delivered.append((address, form, status))


def bound(portal: Portal, event: str) -> list[str]:
    """Handlers of an event; none unless the application is installed, finished and paid."""
    installation = portal.installation
    if not installation.present or not installation.finished or installation.payment_expired:
        return []
    bindings: list[EventBinding] = installation.events
    return [binding.handler for binding in bindings if binding.event == event]
