"""Opening the pretend portal in Chromium: one browser per module, a fresh portal and context per test."""

import re
import shutil
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

import pytest
from playwright.sync_api import Browser, Frame, Page, Playwright

from portal_emulator import Emulator, Portal
from tests.emulator.frame_child import Child

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The module's browser; the test is skipped where Chromium is not installed."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
    yield browser
    browser.close()


class Desk:
    """A portal with the test application, seen by one person in one tab."""

    def __init__(self, browser: Browser) -> None:
        self.child = Child()
        self.emulator = Emulator(app_url=self.child.origin, seed=False)
        self.context = browser.new_context(viewport={"width": 1430, "height": 900})
        self.tab: Page = self.context.new_page()
        self.errors: list[str] = []
        self.tab.on("pageerror", lambda error: self.errors.append(str(error)))

    def __enter__(self) -> Self:
        self.child.__enter__()
        self.emulator.start()
        self.portal.installation.present = self.portal.installation.finished = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.context.close()
        self.emulator.stop()
        self.child.__exit__(kind, error, trace)

    @property
    def portal(self) -> Portal:
        return self.emulator.portals["127.0.0.1"]

    def sign_in(self, user: str) -> None:
        self.context.add_cookies([{"name": "portal_user", "value": user, "url": self.portal.origin}])

    def open(self, user: str = "administrator", path: str = "/marketplace/app/5/") -> Frame:
        """The application's frame after its page has loaded."""
        self.sign_in(user)
        self.tab.goto(self.portal.origin + path)
        return self.frame()

    def frame(self, path: str = "/app/|/install/", within: str = "main .layout iframe") -> Frame:
        self.tab.wait_for_selector(within)
        handle = self.tab.query_selector(within)
        frame = handle.content_frame() if handle else None
        assert frame is not None
        frame.wait_for_url(re.compile(path))
        frame.wait_for_function("window.ask !== undefined")
        return frame

    def last(self) -> Any:
        """The newest form the application got."""
        return self.child.openings[-1]
