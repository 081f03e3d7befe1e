"""The emulator as one object: portals, the OAuth server's memory, and the listening sockets."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from . import seeds
from .clock import Clock, RealClock
from .dispatch import Dispatcher
from .events import EventSender
from .model import Application, Faults, Portal, User
from .removal import check_removal, drop_library
from .server import Listeners
from .tokens import TokenBook, TokenPair

OAUTH_HOST = "127.0.0.100"
PUBLIC_ADDRESS = "127.0.0.1"
DEFAULT_HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")


class Emulator:
    """Pretend Bitrix24 portals with their OAuth server, on loopback addresses that share one port.

    ``portals`` is keyed by the host each portal started with. ``pages`` asks the seeds for a big site of
    that many pages on the first portal; ``seed=False`` leaves portals with users and no content.
    Use as a context manager, or call ``start`` and ``stop``.
    """

    def __init__(
        self,
        hosts: Sequence[str] = DEFAULT_HOSTS,
        port: int = 0,
        app_url: str = "http://localhost:8000",
        *,
        pages: int = 0,
        seed: bool = True,
        clock: Clock | None = None,
        lenient_refresh: bool = False,
    ) -> None:
        self.clock: Clock = clock or RealClock()
        self.application = Application(url=app_url.rstrip("/"))
        self.portals = {host: self._portal(host, number) for number, host in enumerate(hosts)}
        self.tokens = TokenBook(self.clock, lenient=lenient_refresh)
        self.events = EventSender(self)
        self.oauth_faults = Faults()
        self.oauth_post_allowed = True
        #: Names of what the authorization server was asked, oldest first.
        self.oauth_requests: list[str] = []
        self.port = port
        self._listeners = Listeners(Dispatcher(self))
        if seed:
            seeds.plant(self, pages=pages)

    def _portal(self, host: str, number: int) -> Portal:
        """The second portal speaks Russian, the third is on-premise-like."""
        portal = Portal(host, clock=self.clock)
        if number == 1:
            portal.language, portal.zone, portal.title = "ru", "ru", "Облако и К°"
        if number == 2:
            portal.cloud, portal.title = False, "Halden Works"
        return portal

    @property
    def oauth_url(self) -> str:
        """Base of ``/oauth/token/`` and ``/rest/app.info``."""
        return f"http://{OAUTH_HOST}:{self.port}"

    def start(self) -> Self:
        addresses = [*self.portals, OAUTH_HOST]
        if PUBLIC_ADDRESS not in addresses:
            addresses.append(PUBLIC_ADDRESS)
        self._listeners.start(addresses, self.port)
        self.port = self._listeners.port
        for portal in self.portals.values():
            portal.port = self.port
        return self

    def stop(self) -> None:
        self._listeners.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def portal_at(self, host: str) -> Portal | None:
        """The portal that answers at a bare host name now, or answered there before it was renamed."""
        for portal in self.portals.values():
            if portal.host == host:
                return portal
        return next((portal for portal in self.portals.values() if host in portal.former_hosts), None)

    def portal_of(self, member_id: str) -> Portal | None:
        return next((portal for portal in self.portals.values() if portal.member_id == member_id), None)

    def rename(self, portal: Portal, host: str) -> None:
        """Give a portal a new address; the old one answers 302 from now on. OSError if it cannot listen."""
        self._listeners.add(host)
        with portal.lock:
            portal.former_hosts.add(portal.host)
            portal.former_hosts.discard(host)
            portal.host = host

    def issue_token(self, portal: Portal, user: User) -> TokenPair:
        """A fresh access and refresh token of a user, as the portal puts them into the application's form."""
        return self.tokens.issue(portal, user.id)

    def issue_code(self, portal: Portal, user: User) -> str:
        """A one-time authorization code, good for 30 seconds at ``/oauth/token/``."""
        return self.tokens.issue_code(portal, user.id)

    def issue_webhook(self, portal: Portal, user: User) -> str:
        """A new incoming webhook of a user, as ``<user id>/<code>``; calls go to ``/rest/<user id>/<code>/<method>``."""
        code = f"{portal.random.getrandbits(80):020x}"
        portal.webhooks[code] = user.id
        return f"{user.id}/{code}"

    def install_app(self, portal: Portal, *, finished: bool = True, notify: bool = False) -> None:
        """Put the application on a portal; ``notify`` sends ONAPPINSTALL to its event address."""
        with portal.lock:
            portal.installation.present = True
            portal.installation.finished = finished
        if notify:
            self.events.installed(portal)

    def update_app(self, portal: Portal, *, notify: bool = False) -> None:
        """A new version: its installer runs again. ``notify`` sends ONAPPUPDATE, as portals do on an old path only."""
        with portal.lock:
            previous = portal.installation.version
            portal.installation.version += 1
        if notify:
            self.events.updated(portal, previous)
        with portal.lock:
            portal.installation.finished = False

    def uninstall_app(self, portal: Portal, *, clean: bool = False) -> None:
        """Remove the application: bindings, its library blocks and tokens die, ONAPPUNINSTALL goes to the bound
        handlers. Raises RemovalBlockedError while published pages need it.
        """
        check_removal(portal, self.application.code)
        self.events.uninstalled(portal, clean=clean)
        with portal.lock:
            portal.installation.present = portal.installation.finished = False
            portal.installation.events.clear()
            portal.installation.placements.clear()
            drop_library(portal, self.application.code)
        self.tokens.revoke(portal.member_id)

    def delete(self, portal: Portal) -> None:
        """Delete a portal: REST answers PORTAL_DELETED, its tokens are refused by the OAuth server."""
        with portal.lock:
            portal.deleted = True
        self.tokens.revoke(portal.member_id)
