"""Journeys: a real Chromium, the real processes, pretend portals whose state the tests look at."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from tests.journeys.desk import MARKETER, Desk
from tests.journeys.keyboard import Keyboard
from tests.journeys.stack import Stack

CHROMIUM = "/usr/bin/chromium"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
ALLOWED, BLOCKED = 1, 2
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium they say why they are skipped."""
    missing = pytest.mark.skip(reason=f"Chromium is not installed at {CHROMIUM}")
    for item in items:
        if HERE in item.path.parents and item.get_closest_marker("journey") and not Path(CHROMIUM).exists():
            item.add_marker(missing)


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """Web, workers and beat; started once for all journeys."""
    with Stack() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium with its default of blocking third-party cookies, for contexts of another kind."""
    running = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
    yield running
    running.close()


@pytest.fixture(scope="session")
def profile(
    stack: Stack, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """A browser that blocks all cookies and storage; only the portals themselves, which need a session, are excepted.

    A context made by `new_context` would not read these settings: only a profile on disk does.
    """
    portals = {f"{portal.origin},*": {"setting": ALLOWED} for portal in stack.emulator.portals.values()}
    settings = {
        "default_content_setting_values": {"cookies": BLOCKED},
        "content_settings": {"exceptions": {"cookies": portals}},
    }
    folder = tmp_path_factory.mktemp("profile")
    (folder / "Default").mkdir()
    (folder / "Default" / "Preferences").write_text(json.dumps({"profile": settings}))
    context = playwright.chromium.launch_persistent_context(
        str(folder), executable_path=CHROMIUM, args=SWITCHES, viewport={"width": 1430, "height": 900}
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


@contextmanager
def person_on(stack: Stack, page: Page, picture: str) -> Iterator[Desk]:
    """A person at a fresh pretend portal. The end fails on anything the browser complained about, and on a cookie."""
    stack.renew_portals()
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")  # pictures of the portal before
    person = Desk(stack, page)
    yield person
    folder = Path("test-results")
    folder.mkdir(exist_ok=True)
    page.screenshot(path=folder / f"{picture}.png")
    complaints = person.complaints() + person.cookies()
    page.close()
    assert not complaints, "\n".join(complaints)


@contextmanager
def person_at(stack: Stack, browser: Browser, picture: str, user_agent: str | None = None) -> Iterator[Desk]:
    """The same in a context of its own, e.g. of another kind of browser."""
    context = browser.new_context(viewport={"width": 1430, "height": 900}, user_agent=user_agent)
    context.set_default_timeout(15_000)
    try:
        with person_on(stack, context.new_page(), picture) as person:
            yield person
    finally:
        context.close()


@pytest.fixture
def desk(stack: Stack, profile: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """The person of the test, in the browser that blocks cookies and storage."""
    profile.clear_cookies()
    with person_on(stack, profile.new_page(), request.node.name) as person:
        yield person
        profile.set_offline(False)


@pytest.fixture
def keyboard(desk: Desk) -> Keyboard:
    """A marketer who opened the app with the pointer and from then on uses keys only."""
    desk.open_as(MARKETER)
    return Keyboard(desk)
