"""What a person does at the portal, in words; everything is found by role and name."""

import re
from collections.abc import Callable
from time import monotonic, sleep
from typing import TypeVar

from playwright.sync_api import ConsoleMessage, FrameLocator, Locator, Page, Response, expect

from portal_emulator.model import Portal
from tests.journeys.stack import Stack

T = TypeVar("T")
ADMINISTRATOR, MARKETER, EDITOR, VIEWER = "Ann Lee", "Mark Reed", "Edna Poole", "Victor Hale"


class Desk:
    """One browser page at one pretend portal."""

    def __init__(self, stack: Stack, page: Page) -> None:
        self.stack, self.page = stack, page
        self.host = "127.0.0.1"
        self.allowed: list[str] = []
        """Parts of complaints that the state under test causes on purpose, e.g. a refused request."""
        self._complaints: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self._complaints.append(f"page error: {error}"))
        page.on("response", self._answered)

    @property
    def portal(self) -> Portal:
        """The pretend portal this person works at."""
        return self.stack.emulator.portals[self.host]

    @property
    def frame(self) -> FrameLocator:
        """Page Desk inside the portal's page."""
        return self.page.frame_locator("iframe[id^=appframe_]")

    def sign_in(self, name: str) -> None:
        """Be this person at the portal."""
        self.page.goto(f"{self.portal.origin}/")
        self.page.get_by_role("button", name=name).first.click()
        expect(self.page.get_by_role("banner").get_by_text(name)).to_be_visible()

    def open_app(self) -> None:
        """From the portal's home, follow the menu to Page Desk."""
        self.page.goto(f"{self.portal.origin}/")
        self.page.get_by_role("navigation").get_by_role("link", name="Page Desk").click()

    def install(self) -> None:
        """As the administrator: the installer finishes by itself and the portal opens the app."""
        self.sign_in(ADMINISTRATOR)
        self.open_app()
        expect(self.heading("Sites")).to_be_visible()

    def open_as(self, name: str) -> None:
        """Install, then open the app as somebody else."""
        self.install()
        self.sign_in(name)
        self.open_app()
        expect(self.heading("Sites")).to_be_visible()

    def heading(self, name: str | re.Pattern[str]) -> Locator:
        """The screen's one heading."""
        return self.frame.get_by_role("heading", level=1, name=name)

    def open_site(self, title: str) -> None:
        """From Sites into a site."""
        self.frame.get_by_role("link", name=title, exact=True).click()
        expect(self.heading(title)).to_be_visible()

    def select(self, *titles: str) -> None:
        """Tick pages of the list."""
        for title in titles:
            self.frame.get_by_role("checkbox", name=f"Select {title}", exact=True).check()

    def act(self, action: str, dialog: str) -> Locator:
        """Press a button of the toolbar; returns the dialog it opens."""
        toolbar = self.frame.get_by_role("toolbar", name="Selected pages")
        toolbar.get_by_role("button", name=action, exact=True).click()
        opened = self.frame.get_by_role("dialog", name=re.compile(f"^{dialog}"))
        expect(opened).to_be_visible()
        return opened

    def confirm(self, dialog: Locator, button: str) -> None:
        """Press the dialog's own button, once it is enabled."""
        dialog.get_by_role("button", name=re.compile(f"^{button}")).click()
        expect(dialog).to_be_hidden()

    def job_ends_as(self, status: str, timeout: float = 40) -> None:
        """Wait for the job page to say so."""
        # Items have the same words; the job's own state is what counts.
        expect(self.frame.locator("#job-state")).to_have_text(status, timeout=timeout * 1000)

    def item(self, title: str) -> Locator:
        """One line of the job's list."""
        return self.frame.get_by_role("list", name="Items").get_by_role("listitem").filter(has_text=title)

    def broken_images(self) -> list[str]:
        """Addresses of pictures that are shown although they did not load."""
        script = (
            "all => all.filter(i => i.complete && !i.naturalWidth && i.checkVisibility()).map(i => i.src)"
        )
        found: list[str] = self.frame.locator("img").evaluate_all(script)
        return found

    def complaints(self) -> list[str]:
        """Console errors, page errors and failed answers so far. Only a missing preview.jpg is allowed."""
        return [text for text in self._complaints if not any(part in text for part in self.allowed)]

    def _heard(self, message: ConsoleMessage) -> None:
        address = message.location.get("url", "") if message.location else ""
        if message.type == "error" and "/preview.jpg" not in address:
            self._complaints.append(f"console: {message.text} ({address})")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self._complaints.append(f"{response.status} {response.url}")


def until(condition: Callable[[], T], seconds: float = 20) -> T:
    """Wait for something on the portal's or the app's side; AssertionError when it does not come."""
    deadline = monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        assert monotonic() < deadline, "it did not happen in time"
        sleep(0.1)
