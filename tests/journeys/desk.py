"""What a person does at the portal, in words; everything is found by role and name."""

import re
from collections.abc import Callable
from time import monotonic, sleep
from typing import TypeVar

from playwright.sync_api import ConsoleMessage, FrameLocator, Locator, Page, Response, expect

from portal_emulator.model import Folder, Portal
from portal_emulator.model import Page as PortalPage
from tests.journeys.meanwhile import Meanwhile
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
        self._from_app: list[Response] = []
        for portal in stack.emulator.portals.values():
            portal.faults = Meanwhile()

    @property
    def portal(self) -> Portal:
        """The pretend portal this person works at."""
        return self.stack.emulator.portals[self.host]

    @property
    def meanwhile(self) -> Meanwhile:
        """What others do on the portal while a request of ours arrives."""
        faults = self.portal.faults
        assert isinstance(faults, Meanwhile)
        return faults

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
        """Open the app as this person; the administrator installs it first where no journey did so before."""
        if self.stack.portal_status(self.portal.member_id) == "active":
            self.stack.emulator.install_app(self.portal)
        else:
            self.install()
        key = next(key for key, user in self.portal.users.items() if f"{user.name} {user.last_name}" == name)
        app = f"/marketplace/app/{self.portal.installation.id}/"
        self.page.goto(f"{self.portal.origin}/login/?user={key}&next={app}")
        expect(self.heading("Sites")).to_be_visible()
        expect(self.frame.locator("[data-opening]")).to_have_count(0)  # its placeholder has the same heading

    def all_has_come(self) -> None:
        """Wait until nothing of Sites is on its way: a removal of the app would refuse it."""
        expect(self.frame.locator(".site__facts .skel, .htmx-request")).to_have_count(0)

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

    def find(self, title: str) -> None:
        """Search the list for one page, and wait until the list shows nothing else."""
        self.frame.get_by_role("searchbox").fill(title)
        expect(self.frame.locator("tbody tr")).to_have_count(1)
        expect(self.frame.get_by_role("checkbox", name=f"Select {title}", exact=True)).to_be_visible()

    def menu(self, title: str, entry: str, dialog: str) -> Locator:
        """Search a page of the list and choose an entry of its menu; returns the dialog it opens."""
        self.find(title)
        self.frame.get_by_role("button", name=f"Actions for {title}", exact=True).click()
        self.frame.get_by_role("menuitem", name=entry).click()
        opened = self.frame.get_by_role("dialog", name=re.compile(f"^{dialog}"))
        expect(opened).to_be_visible()
        return opened

    def open_page(self, title: str) -> None:
        """From a site's list to one of its pages."""
        self.find(title)
        self.frame.get_by_role("link", name=title, exact=True).click()
        expect(self.heading(title)).to_be_visible()

    def open_folder(self, name: str) -> None:
        """Choose a folder of the open site; the list follows."""
        link = self.frame.get_by_role("navigation", name="Folders").get_by_role("link", name=name, exact=True)
        link.click()
        expect(link).to_have_attribute("aria-current", "page")

    def send_to(self, dialog: Locator, site: str, folder: str) -> None:
        """Choose site and folder in a dialog that asks where to; each choice is planned before the next."""
        for field, choice, place in (("Site", site, site), ("Folder", folder, f"{site} / {folder}")):
            box = dialog.get_by_role("combobox", name=field, exact=True)
            if box.locator("option:checked").inner_text() != choice:
                box.select_option(label=choice)
                expect(dialog).to_contain_text(f" go to {place}.")

    def confirm(self, dialog: Locator, button: str) -> None:
        """Press the dialog's own button, once it is enabled."""
        dialog.get_by_role("button", name=re.compile(f"^{button}")).click()
        expect(dialog).to_be_hidden()

    def job_ends_as(self, status: str, timeout: float = 40) -> None:
        """Wait for the job page to say so."""
        # Items have the same words; the job's own state is what counts.
        expect(self.frame.locator("#job-state")).to_have_text(status, timeout=timeout * 1000)

    def press(self, name: str) -> None:
        """A button of the screen."""
        self.frame.get_by_role("button", name=name, exact=True).click()

    def undo(self, status: str = "Done") -> None:
        """Take back the job on the screen, and wait for the job that does so."""
        self.press("Undo")
        expect(self.heading(re.compile("^Undo: "))).to_be_visible()
        self.job_ends_as(status)

    def close_plan_at(self, method: str) -> None:
        """From the moment when this method is asked for, the plan lets no app work."""
        self.meanwhile.at(method, lambda: setattr(self.portal.tariff, "rest_available", False))

    def waits_for_the_plan_then_resumes(self) -> None:
        """The job waits with its reason; once the plan lets apps work again, Resume goes on."""
        self.job_ends_as("Waiting for you")
        expect(self.frame.get_by_text("Your Bitrix24 plan does not let apps work").first).to_be_visible()
        self.portal.tariff.rest_available = True
        self.press("Resume")
        self.job_ends_as("Done")

    def lose_answers(self, method: str, times: int = 3) -> None:
        """The portal does the work and the connection breaks before it answers. A repeatable write is sent three times
        before reading has to tell, a create once."""
        self.portal.faults.add("answer_lost", methods=[method], times=times)

    def sent(self, method: str) -> int:
        """How often the portal was asked for this method."""
        return sum(entry.method == method.lower() for entry in self.portal.requests)

    def item(self, title: str) -> Locator:
        """One line of the job's list."""
        return self.frame.get_by_role("list", name="Items").get_by_role("listitem").filter(has_text=title)

    def page_called(self, title: str) -> PortalPage:
        """The portal's own record of the only page with this title."""
        (found,) = (page for page in self.portal.pages.values() if page.title == title)
        return found

    def folder_called(self, title: str) -> Folder:
        """The portal's own record of a folder."""
        return next(folder for folder in self.portal.folders.values() if folder.title == title)

    def published(self) -> int:
        """How many pages count against the plan."""
        return sum(page.active and not page.deleted for page in self.portal.pages.values())

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

    def cookies(self) -> list[str]:
        """Answers of the app that tried to set a cookie; the browser would have refused it."""
        return [
            f"cookie set by {response.url}"
            for response in self._from_app
            if response.header_value("set-cookie") is not None
        ]

    def _heard(self, message: ConsoleMessage) -> None:
        address = message.location.get("url", "") if message.location else ""
        if message.type == "error" and "/preview.jpg" not in address:
            self._complaints.append(f"console: {message.text} ({address})")

    def _answered(self, response: Response) -> None:
        address = response.url
        if address.startswith(self.stack.app_url) and "/static/" not in address:
            self._from_app.append(response)
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
