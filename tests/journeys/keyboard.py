"""What keys do; for journeys without a pointer."""

from playwright.sync_api import Locator, Page, expect

from tests.journeys.desk import Desk, until
from tests.journeys.frame_checks import app_frame

PATIENCE = 80
"""More stops than any screen has between two controls; then the control cannot be reached by Tab."""
IS_FOCUSED = "element => element === document.activeElement"
WHERE = "() => { const one = document.activeElement; return one && one !== document.body ? one.id || one.tagName : ''; }"


class Keyboard:
    """What keys do; after each step the focus must be on something inside the frame."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.page: Page = desk.page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def enter_frame(self) -> None:
        """Tab from the portal's page into the app."""
        for _ in range(PATIENCE):
            self.press("Tab")
            if self.focus():
                return
        raise AssertionError("Tab does not reach the frame")

    def focus(self) -> str:
        """Name of what has the focus in the frame; empty when it is lost (the body has it)."""
        return str(app_frame(self.desk).evaluate(WHERE))

    def go_to(self, control: Locator, key: str = "Tab") -> None:
        """Press Tab until the control has the focus."""
        expect(control).to_be_visible()
        for _ in range(PATIENCE):
            if control.evaluate(IS_FOCUSED):
                return
            self.press(key)
        raise AssertionError(f"{key} does not reach {control}; it stands at {self.focus()!r}")

    def follow(self, control: Locator) -> None:
        """A link or button."""
        self.go_to(control)
        self.press("Enter")

    def open_site(self, title: str) -> None:
        """From the portal's page into the app and one of its sites."""
        self.enter_frame()
        self.follow(self.desk.frame.get_by_role("link", name=title, exact=True))
        self.expect_focus(self.desk.heading(title))

    def find(self, title: str) -> Locator:
        """Search the list for one page; returns its checkbox."""
        frame = self.desk.frame
        self.press("/")
        self.expect_focus(frame.get_by_role("searchbox"))
        self.press("Control+a")
        self.page.keyboard.type(title)
        expect(frame.locator("tbody tr")).to_have_count(1)
        return frame.get_by_role("checkbox", name=f"Select {title}", exact=True)

    def act(self, title: str, button: str) -> Locator:
        """Select one page of the list and press a button of the toolbar; returns the open dialog."""
        self.go_to(self.find(title))
        self.press("Space")
        bar = self.desk.frame.get_by_role("toolbar", name="Selected pages")
        self.follow(bar.get_by_role("button", name=button, exact=True))
        return self.dialog()

    def dialog(self) -> Locator:
        """The open dialog, which has the focus."""
        opened = self.desk.frame.get_by_role("dialog")
        expect(opened).to_be_visible()
        until(lambda: opened.evaluate("one => one.contains(document.activeElement)"))
        return opened

    def send_to(self, dialog: Locator, folder: str) -> None:
        """Choose a folder by its first letter; the focus stays where it was while this is planned."""
        box = dialog.get_by_role("combobox", name="Folder", exact=True)
        self.go_to(box)
        self.press(folder[0].lower())
        expect(dialog).to_contain_text(f"/ {folder}.")
        self.expect_focus(box)

    def confirm(self, dialog: Locator, heading: str) -> None:
        """The dialog's own button; the job it starts is watched to its end."""
        self.follow(dialog.locator("[type=submit]"))
        self.expect_focus(self.desk.heading(heading))
        self.desk.job_ends_as("Done")
        assert self.focus() not in {"", "BODY"}

    def back(self) -> None:
        """What Alt+Left does; a browser without a window has no key for it."""
        self.page.evaluate("history.back()")

    def expect_focus(self, control: Locator) -> None:
        expect(control).to_be_focused()
