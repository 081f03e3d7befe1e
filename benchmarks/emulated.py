"""A pretend portal in a process of its own, so that it does not share our interpreter, and its remote control."""

from __future__ import annotations

import dataclasses
import multiprocessing
from collections import Counter
from multiprocessing.connection import Connection
from typing import Any

from portal_emulator import Emulator

HOST = "127.0.0.1"


@dataclasses.dataclass
class Address:
    """Where the portal is and how to call it as the marketer."""

    endpoint: str
    oauth_url: str
    member_id: str
    user_id: int
    client_id: str
    client_secret: str
    access: str
    refresh: str


class Controls:
    """What the benchmark may do in the portal's process."""

    def __init__(self, pages: int) -> None:
        self.emulator = Emulator(hosts=(HOST,), pages=pages).start()
        self.portal = self.emulator.portals[HOST]
        self.emulator.install_app(self.portal)

    def address(self) -> Address:
        """A fresh token pair each time."""
        user = self.portal.users["marketer"]
        pair = self.emulator.issue_token(self.portal, user)
        application = self.emulator.application
        return Address(
            self.portal.client_endpoint,
            self.emulator.oauth_url,
            self.portal.member_id,
            user.id,
            application.client_id,
            application.client_secret,
            pair.access,
            pair.refresh,
        )

    def prepare(self, request: float = 0.0, command: float = 0.0) -> None:
        """Set the latency and forget requests, buckets and budgets."""
        self.portal.latency.request, self.portal.latency.command = request, command
        self.portal.requests.clear()
        self.portal.buckets.forget()
        self.portal.operating.forget()

    def counts(self) -> Counter[str]:
        """HTTP requests by status as text, commands under ``commands``, token refreshes are not among them."""
        entries = list(self.portal.requests)
        found = Counter(str(entry.status) for entry in entries if not entry.in_batch)
        found["http"] = sum(not entry.in_batch for entry in entries)
        found["commands"] = sum(entry.in_batch for entry in entries)
        return found

    def many_sites(self, number: int) -> None:
        """Clone the first site until there are ``number`` of type PAGE and STORE."""
        first = next(site for site in self.portal.sites.values() if site.type == "PAGE")
        present = sum(
            site.type in ("PAGE", "STORE") and not site.deleted for site in self.portal.sites.values()
        )
        for extra in range(number - present):
            site_id = 5000 + extra
            clone = dataclasses.replace(first, id=site_id, code=f"/copy-{site_id}/", index_page_id=None)
            self.portal.sites[site_id] = clone

    def site_of_many_pages(self) -> int:
        """The site with the most pages."""
        owners = Counter(page.site_id for page in self.portal.pages.values())
        return owners.most_common(1)[0][0]

    def pages(self) -> int:
        return len(self.portal.pages)

    def expire_tokens(self) -> None:
        self.portal.expire_tokens()


def _serve(pipe: Connection, pages: int) -> None:
    controls = Controls(pages)
    while (order := pipe.recv()) is not None:
        name, arguments = order
        pipe.send(getattr(controls, name)(*arguments))


class EmulatedPortal:
    """Context manager around the process; any method of ``Controls`` can be called on it."""

    def __init__(self, pages: int = 0) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, far = context.Pipe()
        self._process = context.Process(target=_serve, args=(far, pages), daemon=True)

    def __enter__(self) -> EmulatedPortal:
        self._process.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._pipe.send(None)
        self._process.join(5)
        self._process.kill()

    def __getattr__(self, name: str) -> Any:
        def order(*arguments: Any) -> Any:
            self._pipe.send((name, arguments))
            return self._pipe.recv()

        return order
