"""Hostile blocks in the product's preview frames, in a real browser: nothing runs, nothing leaves."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import BrowserContext, Error, Frame, Page, Playwright, Request, Route

from portal_emulator.builders import add_block, add_page
from tests.people import Person, open_app
from tests.security.payloads import payloads

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import Portal

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"Chromium is not installed at {CHROMIUM}"),
]
# What a picture-only document may load; anything else that is asked for has escaped.
QUIET_KINDS = {"image", "stylesheet", "font"}


@dataclass
class Watch:
    """Everything the browser did."""

    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    opened: int = 0

    def to(self, origin: str) -> list[tuple[str, str]]:
        return [(kind, url) for kind, url, _ in self.requests if url.startswith(origin)]


@pytest.fixture(scope="module")
def context(playwright: Playwright) -> Iterator[BrowserContext]:
    switches = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=switches)
    yield browser.new_context()
    browser.close()


@pytest.fixture
def app(live_server: Any, settings: Any) -> str:
    """The product under its own origin, as its settings name it."""
    settings.PUBLIC_URL = live_server.url
    return str(live_server.url)


@pytest.fixture
def marketer(emulator: "Emulator", portal: "Portal") -> Person:
    return open_app(emulator, portal)


def frames_of(marketer: Person, portal: "Portal", blocks: list[str]) -> list[str]:
    """The product's own markup of the preview frames of a page made of these blocks."""
    cache.clear()
    site = next(site for site in portal.sites.values() if site.title == "Larch & Fern Interiors")
    page = add_page(portal, site, "Hostile", "hostile")
    rows = [add_block(portal, page, "27.one_col_fix_title", content) for content in blocks]
    address = f"/sites/pages/{site.id}/pages/{page.id}/"
    assert marketer.client.get(address).status_code == 200
    found = [marketer.client.get(f"{address}draft/{row.id}/").content.decode() for row in rows]
    assert all('sandbox=""' in frame for frame in found)
    return found


def watched(context: BrowserContext, app: str, pages: dict[str, tuple[str, str]]) -> tuple[Page, Watch]:
    """A tab; `pages` are documents (policy, HTML) put at addresses, everything outside the app gets an empty answer."""
    page, watch = context.new_page(), Watch()

    def answer(route: Route, request: Request) -> None:
        watch.requests.append((request.resource_type, request.url, request.headers))
        if request.url in pages:
            policy, html = pages[request.url]
            route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": policy})
        elif request.url.startswith(app):
            route.continue_()
        else:
            route.fulfill(body="", status=200, content_type="text/html")

    page.route("**/*", answer)
    page.on("console", lambda message: watch.said.append(message.text))
    page.on(
        "dialog", lambda dialog: (watch.said.append(f"ESCAPED dialog {dialog.message}"), dialog.dismiss())
    )
    context.on("page", lambda _: setattr(watch, "opened", watch.opened + 1))
    return page, watch


def previews_in(page: Page) -> list[Frame]:
    return [frame for frame in page.frames if "/preview/" in frame.url]


def press(frame: Frame) -> None:
    """Do to the block's own control what a person might; the frame may lead itself elsewhere meanwhile."""
    for name in ("focus", "mouseover", "submit", "click"):
        with suppress(Error):
            for target in frame.query_selector_all("#go"):
                target.dispatch_event(name)


def test_no_block_escapes_from_its_preview(
    context: BrowserContext, app: str, marketer: Person, portal: "Portal"
) -> None:
    blocks = payloads(app)
    assert len(blocks) >= 150
    frames = frames_of(marketer, portal, blocks)
    policy = marketer.client.get("/sites/")["Content-Security-Policy"]
    inner, outer = f"{app}/harness", f"{portal.origin}/harness"
    shell = "<!doctype html><style>iframe{width:300px;height:90px}</style>" + "".join(frames)
    pages = {
        inner: (policy.replace("style-src 'self'", "style-src 'unsafe-inline'"), shell),
        outer: ("", f"<iframe src={inner}></iframe>"),
    }
    page, watch = watched(context, app, pages)
    page.goto(outer)
    page.wait_for_load_state("networkidle")
    shown = previews_in(page)
    assert len(shown) == len(blocks)
    for frame in shown:
        press(frame)
    page.wait_for_timeout(1500)
    assert page.url == outer
    assert [frame.url for frame in page.frames[1:2]] == [inner]
    # Scripts are off: not even the test's own script tag would run there.
    escaped = [text for text in watch.said if text.startswith("ESCAPED")]
    assert escaped == []
    attacked = watch.to("https://attacker.example") + watch.to("http://attacker.example")
    assert [
        (kind, url) for kind, url in attacked if kind not in QUIET_KINDS or "/ran/" in url or "/top/" in url
    ] == []
    # A frame may lead itself to an address of ours: without a session, a cookie or scripts it gets nothing there.
    ours = [(kind, url) for kind, url in watch.to(app) if "/preview/" not in url and url != inner]
    assert [(kind, url) for kind, url in ours if kind not in {*QUIET_KINDS, "document"}] == []
    for kind, url, headers in watch.requests:
        names = {name.lower() for name in headers}
        assert "x-frame-session" not in names, (kind, url)
        assert "cookie" not in names, (kind, url)
        if url.startswith("https://attacker.example") or (url, kind) in {(u, k) for k, u in ours}:
            assert "/preview/" not in headers.get("referer", ""), (kind, url)
    assert watch.opened == 0
    page.close()


def test_opened_in_a_tab_of_its_own_a_preview_runs_nothing(
    context: BrowserContext, app: str, marketer: Person, portal: "Portal"
) -> None:
    """Without the frame's attribute the answer's own policy must do."""
    blocks = [text for text in payloads(app) if "RUN" not in text][:200:4]
    frames = frames_of(marketer, portal, blocks)
    page, watch = watched(context, app, {})
    for frame in frames:
        address = frame.split('src="')[1].split('"')[0]
        page.goto(app + address.replace("&amp;", "&"))
        page.wait_for_timeout(50)
    assert [text for text in watch.said if text.startswith("ESCAPED")] == []
    assert [
        url for kind, url in watch.to("https://attacker.example") if "/ran/" in url or "/top/" in url
    ] == []
    page.close()


def test_nobody_else_may_frame_a_preview(
    context: BrowserContext, app: str, marketer: Person, portal: "Portal", other_portal: "Portal"
) -> None:
    """Both portals serve their own page: a browser treats an invented one as far away and would refuse it anyway."""
    [frame] = frames_of(marketer, portal, ["<p>private</p>"])
    address = app + frame.split('src="')[1].split('"')[0]
    shown = {}
    for there in (other_portal, portal):
        page = context.new_page()
        page.goto(f"{there.origin}/")
        page.evaluate(
            "src => document.body.append(Object.assign(document.createElement('iframe'), {src}))", address
        )
        page.wait_for_load_state("networkidle")
        shown[there.origin] = [one.url for one in page.frames[1:] if one.url == address]
        page.close()
    assert shown == {other_portal.origin: [], portal.origin: [address]}


def test_a_link_is_good_for_nobody_later(marketer: Person, portal: "Portal") -> None:
    """After 60 seconds, or when the frame's session ended, the same address shows nothing."""
    import time_machine
    from django.utils import timezone

    [frame] = frames_of(marketer, portal, ["<p>private</p>"])
    address = frame.split('src="')[1].split('"')[0]
    assert "private" in Client().get(address).content.decode()
    with time_machine.travel(timezone.now().timestamp() + 61):
        late = Client().get(address)
    marketer.frame.revoked_at = timezone.now()
    marketer.frame.save()
    for answer in (late, Client().get(address)):
        assert answer.status_code == 410
        assert "private" not in answer.content.decode()
