"""A dialog is wholly inside what a person sees of the frame, wherever the portal's page stands."""

import pytest
from playwright.sync_api import FloatRect, Locator, ViewportSize, expect

from tests.journeys.desk import MARKETER, Desk, until
from tests.journeys.states import DRAFTS, SITE

pytestmark = pytest.mark.journey
SIZES: tuple[ViewportSize, ...] = (
    {"width": 1430, "height": 900},
    {"width": 1280, "height": 720},
    {"width": 390, "height": 844},
)


def rectangle(one: Locator) -> FloatRect:
    """Where it is in the window."""
    box = one.bounding_box()
    assert box is not None
    return box


def visible_part(desk: Desk) -> tuple[float, float]:
    """Top and bottom of what the window shows of the frame."""
    frame, window = rectangle(desk.page.locator("iframe[id^=appframe_]")), desk.page.viewport_size
    assert window is not None
    return max(0.0, frame["y"]), min(float(window["height"]), frame["y"] + frame["height"])


def is_inside(desk: Desk, dialog: Locator) -> bool:
    top, bottom = visible_part(desk)
    box = rectangle(dialog)
    fits_sideways = box["x"] >= 0 and box["x"] + box["width"] <= desk.page.viewport_size["width"]  # type: ignore[index]
    return top <= box["y"] + 1 and box["y"] + box["height"] <= bottom + 1 and fits_sideways


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size['width']}x{size['height']}")
@pytest.mark.parametrize("mode", ["page", "slider"])
def test_dialogs_open_where_the_person_looks(desk: Desk, mode: str, size: ViewportSize) -> None:
    desk.open_as(MARKETER)
    desk.page.set_viewport_size(size)
    desk.page.goto(f"{desk.page.url.split('?')[0]}?mode={mode}")
    desk.open_site(SITE)
    desk.select(*DRAFTS)
    bar = desk.frame.get_by_role("toolbar", name="Selected pages")
    for action in ("Publish", "Copy", "Clean up"):
        # In a slider the frame scrolls by itself; on a page the portal does, to here and there.
        for scroll in (0, 240, 10_000) if mode == "page" else (0,):
            desk.page.evaluate("y => scrollTo(0, y)", scroll)
            # A click by the pointer would scroll the button into view first.
            bar.get_by_role("button", name=action, exact=True).dispatch_event("click")
            dialog = desk.frame.get_by_role("dialog")
            expect(dialog.get_by_role("heading", level=2)).to_be_visible()
            until(lambda opened=dialog: is_inside(desk, opened), 5)  # type: ignore[misc]
            desk.page.keyboard.press("Escape")
            expect(dialog).to_be_hidden()


def test_an_open_dialog_follows_the_scrolling_portal(desk: Desk) -> None:
    desk.open_as(MARKETER)
    desk.open_site(SITE)
    desk.select(*DRAFTS)
    dialog = desk.act("Publish", "Publish")
    desk.page.evaluate("scrollTo(0, 500)")
    until(lambda: is_inside(desk, dialog), 5)
