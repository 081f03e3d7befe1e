"""Pretend portals without seeds, on a clock that only moves when told to, and a small REST caller."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from portal_emulator import Emulator, ManualClock, Portal
from portal_emulator import builders as build
from portal_emulator.model import BlockRow, Page, Site

# Official method descriptions lie beside the repository on some machines.
SPECS = Path(__file__).resolve().parents[4] / "shared" / "specs"
collect_ignore = [] if SPECS.is_dir() else ["test_official_specs.py"]


class Rest:
    """Calls one portal as one user, JSON unless told otherwise."""

    def __init__(self, emulator: Emulator, portal: Portal, user: str = "administrator") -> None:
        self.emulator, self.portal = emulator, portal
        self.token = emulator.issue_token(portal, portal.users[user]).access
        self.session = requests.Session()

    def post(self, method: str, params: dict[str, Any] | None = None, **options: Any) -> requests.Response:
        options.setdefault("json", {**(params or {}), "auth": self.token})
        return self.session.post(f"{self.portal.origin}/rest/{method}", timeout=10, **options)

    def __call__(self, method: str, **params: Any) -> Any:
        """The result; fails the test on an error answer."""
        answer = self.post(method, params)
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    def error(self, method: str, **params: Any) -> str:
        """``CODE`` of an error answer of the landing module (always HTTP 400)."""
        answer = self.post(method, params)
        assert answer.status_code == 400, answer.text
        body = answer.json()
        assert "time" not in body
        assert "result" not in body
        return str(body["error"])

    def batch(self, cmd: Any, halt: int = 0) -> dict[str, Any]:
        return dict(self("batch", cmd=cmd, halt=halt))


class Content:
    """A site with a home page, a folder and two pages; the library has what they need."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        build.add_library_block(portal, "01.cover", "Cover", ("cover",), "<h1>Cover</h1>")
        build.add_library_block(portal, "20.text", "Text", ("text",), "<p>Text</p>", types=("page",))
        build.add_library_block(portal, "30.shop", "Shop", ("store",), "<p>Shop</p>", types=("store",))
        self.site: Site = build.add_site(portal, "Larch", "larch", domain="larch.localhost")
        self.folder = build.add_folder(portal, self.site, "Blog", "blog", active=True)
        self.home = build.add_page(portal, self.site, "Home", "home")
        self.news = build.add_page(portal, self.site, "News", "news")
        self.post = build.add_page(portal, self.site, "Post", "post", folder_id=self.folder.id)
        self.site.index_page_id = self.home.id
        self.cover = build.add_block(portal, self.news, "01.cover")
        self.text = build.add_block(portal, self.news, "20.text")

    def published(self, title: str, **fields: Any) -> Page:
        page = build.add_page(
            self.portal, self.site, title, title.lower(), active=True, public=True, **fields
        )
        build.add_published_block(self.portal, page, "01.cover")
        return page

    def drafts(self, page: Page) -> list[BlockRow]:
        return [row for row in self.portal.rows_of(page) if not row.public]

    def public_rows(self, page: Page) -> list[BlockRow]:
        return [row for row in self.portal.rows_of(page) if row.public]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def emulator(clock: ManualClock) -> Iterator[Emulator]:
    with Emulator(seed=False, clock=clock) as running:
        for portal in running.portals.values():
            running.install_app(portal)
            portal.buckets.enabled = False
        yield running


@pytest.fixture
def portal(emulator: Emulator) -> Portal:
    return emulator.portals["127.0.0.1"]


@pytest.fixture
def content(portal: Portal) -> Content:
    return Content(portal)


@pytest.fixture
def rest(emulator: Emulator, portal: Portal) -> Rest:
    """The administrator's calls."""
    return Rest(emulator, portal)


@pytest.fixture
def as_user(emulator: Emulator, portal: Portal) -> Any:
    """``as_user("viewer")`` gives that user's calls."""
    return lambda name: Rest(emulator, portal, name)
