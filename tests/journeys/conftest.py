"""Journeys: a real Chromium, the real processes, pretend portals whose state the tests look at."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.journeys.desk import Desk
from tests.journeys.stack import Stack

CHROMIUM = "/usr/bin/chromium"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process runs them all, since they share one stack; without Chromium they say why they are skipped."""
    missing = pytest.mark.skip(reason=f"Chromium is not installed at {CHROMIUM}")
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("journeys"))
            if not Path(CHROMIUM).exists() and item.get_closest_marker("journey"):
                item.add_marker(missing)


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """Web, workers and beat; started once for all journeys."""
    with Stack() as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium with its default of blocking third-party cookies."""
    # Playwright keeps an event loop in this thread; the tests themselves use no async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=15_000)  # a busy machine is not a broken product
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield running
        running.close()


@contextmanager
def person_at(stack: Stack, browser: Browser, picture: str, user_agent: str | None = None) -> Iterator[Desk]:
    """A person at a fresh pretend portal. The end fails on anything the browser complained about."""
    stack.renew_portals()
    context = browser.new_context(viewport={"width": 1430, "height": 900}, user_agent=user_agent)
    context.set_default_timeout(15_000)
    person = Desk(stack, context.new_page())
    yield person
    folder = Path("test-results")
    folder.mkdir(exist_ok=True)
    person.page.screenshot(path=folder / f"{picture}.png")
    complaints = person.complaints()
    context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def desk(stack: Stack, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """The person of the test."""
    with person_at(stack, browser, request.node.name) as person:
        yield person
