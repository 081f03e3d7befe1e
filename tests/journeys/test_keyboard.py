"""The main tasks by keyboard alone, in a browser that blocks all cookies and storage of the app."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.desk import until
from tests.journeys.frame_checks import app_frame
from tests.journeys.keyboard import PATIENCE, Keyboard
from tests.journeys.states import DRAFTS, SITE

pytestmark = pytest.mark.journey


def test_all_cookies_and_storage_are_blocked(keyboard: Keyboard) -> None:
    script = (
        "() => { try { localStorage.length; return 'storage works'; } catch (error) { return error.name; } }"
    )
    frame = app_frame(keyboard.desk)
    assert frame.evaluate(script) == "SecurityError"
    assert (
        frame.evaluate("() => { document.cookie = 'a=1; SameSite=None; Secure'; return document.cookie; }")
        == ""
    )
    assert keyboard.page.context.cookies(keyboard.desk.stack.app_url) == []


def test_publishes_and_takes_back_by_keyboard(keyboard: Keyboard) -> None:
    desk, frame = keyboard.desk, keyboard.desk.frame
    entries = app_entries(keyboard)
    keyboard.enter_frame()
    keyboard.follow(frame.get_by_role("link", name=SITE, exact=True))
    keyboard.expect_focus(desk.heading(SITE))
    folders = frame.get_by_role("navigation", name="Folders")
    keyboard.follow(folders.get_by_role("link", name="Site root", exact=True))
    expect(folders.get_by_role("link", name="Site root", exact=True)).to_have_attribute(
        "aria-current", "page"
    )
    until(lambda: keyboard.focus() not in {"", "BODY"})
    keyboard.go_to(folders.get_by_role("link", name="All pages", exact=True), "Shift+Tab")
    keyboard.press("Enter")
    expect(folders.get_by_role("link", name="All pages", exact=True)).to_have_attribute(
        "aria-current", "page"
    )

    keyboard.press("/")
    keyboard.expect_focus(frame.get_by_role("searchbox"))
    keyboard.page.keyboard.type("gift")
    expect(frame.get_by_role("checkbox", name="Select Gift cards", exact=True)).to_be_visible()
    expect(frame.locator("tbody tr")).to_have_count(1)
    keyboard.expect_focus(frame.get_by_role("searchbox"))
    keyboard.go_to(frame.get_by_role("checkbox", name="Select Gift cards", exact=True))
    keyboard.press("Space")
    toolbar = frame.get_by_role("toolbar", name="Selected pages")
    expect(toolbar).to_contain_text("Selected: 1")

    publish = toolbar.get_by_role("button", name="Publish", exact=True)
    keyboard.follow(publish)
    dialog = frame.get_by_role("dialog")
    expect(dialog).to_be_visible()
    stays_inside(keyboard, dialog)
    keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    keyboard.expect_focus(publish)
    keyboard.press("Enter")
    keyboard.follow(dialog.locator("[type=submit]"))
    expect(desk.heading("Publishing 1 page")).to_be_focused()
    desk.job_ends_as("Done")
    assert keyboard.focus() not in {"", "BODY"}

    undo = frame.get_by_role("button", name="Undo", exact=True)
    keyboard.follow(undo)
    expect(desk.heading(re.compile("^Undo: "))).to_be_focused()
    desk.job_ends_as("Done")
    assert keyboard.focus() not in {"", "BODY"}
    page = next(page for page in desk.portal.pages.values() if page.title == "Gift cards")
    assert not page.active
    keyboard.follow(frame.get_by_role("link", name="Activity", exact=True))
    keyboard.expect_focus(desk.heading("Activity"))
    goes_back(keyboard)
    assert app_entries(keyboard) == entries  # the frame was never loaded again


def goes_back(keyboard: Keyboard) -> None:
    """The browser's Back walks through the app's own screens."""
    desk = keyboard.desk
    keyboard.back()
    expect(desk.heading("Activity")).to_have_count(0)
    expect(desk.frame.locator("#job-state")).to_have_text("Done")
    keyboard.expect_focus(desk.frame.locator("#main h1"))
    for _ in range(PATIENCE):
        if desk.heading("Sites").is_visible():
            break
        # On a slow machine the old screen stays for a while: only a heading without the mark is the new one.
        desk.frame.locator("#main h1").evaluate("heading => { heading.dataset.left = '1'; }")
        keyboard.back()
        expect(desk.frame.locator("#main h1[data-left]")).to_have_count(0)
        expect(desk.frame.locator("#main h1")).to_be_focused()
    expect(desk.heading("Sites")).to_be_focused()


def stays_inside(keyboard: Keyboard, dialog: Locator) -> None:
    """However often Tab is pressed, nothing behind the dialog gets the focus."""
    behind = (
        "element => document.activeElement !== document.body && !element.contains(document.activeElement)"
    )
    for _ in range(12):
        keyboard.press("Tab")
        assert not dialog.evaluate(behind), f"the focus left the dialog for {keyboard.focus()!r}"


def app_entries(keyboard: Keyboard) -> float:
    """Start of the frame's document: another one after a full navigation."""
    return float(app_frame(keyboard.desk).evaluate("performance.timeOrigin"))


def test_selects_a_range_with_shift_and_clears_it(keyboard: Keyboard) -> None:
    frame = keyboard.desk.frame
    keyboard.enter_frame()
    keyboard.follow(frame.get_by_role("link", name=SITE, exact=True))
    keyboard.expect_focus(keyboard.desk.heading(SITE))
    boxes = frame.locator("tbody").get_by_role("checkbox")
    keyboard.go_to(boxes.nth(1))
    keyboard.press("Space")
    keyboard.go_to(boxes.nth(4))
    keyboard.press("Shift+Space")
    toolbar = frame.get_by_role("toolbar", name="Selected pages")
    expect(toolbar).to_contain_text("Selected: 4")
    keyboard.press("Escape")
    expect(toolbar).to_contain_text("Selected: 0")
    keyboard.expect_focus(boxes.nth(4))
    keyboard.press("Control+a")
    expect(toolbar).to_contain_text(f"Selected: {boxes.count()}")


def test_opens_a_page_and_saves_a_block_by_keyboard(keyboard: Keyboard) -> None:
    desk, frame = keyboard.desk, keyboard.desk.frame
    keyboard.enter_frame()
    keyboard.follow(frame.get_by_role("link", name=SITE, exact=True))
    keyboard.expect_focus(desk.heading(SITE))
    keyboard.follow(frame.get_by_role("link", name=DRAFTS[2], exact=True))
    keyboard.expect_focus(desk.heading(DRAFTS[2]))
    blocks = frame.get_by_role("list", name="Blocks")
    keyboard.follow(blocks.get_by_role("button", name="Save to favorites").first)
    dialog = frame.get_by_role("dialog", name="Save to favorites")
    keyboard.expect_focus(dialog.get_by_label("Name").first)
    keyboard.press("Control+a")
    keyboard.page.keyboard.type("Header by keyboard")
    keyboard.follow(dialog.get_by_role("button", name="Save", exact=False).last)
    expect(frame.locator("#main h1")).to_be_focused()
    desk.job_ends_as("Done")
    keyboard.back()
    expect(desk.heading(DRAFTS[2])).to_be_focused()
