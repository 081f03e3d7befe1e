"""Menus in a browser that does not know popovers yet."""

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.desk import MARKETER, Desk

pytestmark = [pytest.mark.journey, pytest.mark.long]
SITE = "Larch & Fern Interiors"
OLDER = """
for (const name of ["showPopover", "hidePopover", "togglePopover"]) delete HTMLElement.prototype[name];
new MutationObserver(() => {
  for (const one of document.querySelectorAll("[popover]")) one.removeAttribute("popover");
}).observe(document, { childList: true, subtree: true });
addEventListener("click", event => { if (event.target.closest("[popovertarget]")) event.preventDefault(); }, true);
"""


def without_unknown_selectors(route: Route) -> None:
    """An older browser drops a rule whose selector it does not know."""
    answer = route.fetch()
    lines = [line for line in answer.text().splitlines() if ":popover-open" not in line]
    route.fulfill(response=answer, body="\n".join(lines))


def test_menus_work_where_popovers_are_unknown(desk: Desk) -> None:
    desk.page.add_init_script(OLDER)
    desk.page.route("**/css/*.css", without_unknown_selectors)
    desk.open_as(MARKETER)
    desk.open_site(SITE)
    menu = desk.frame.get_by_role("menu")
    expect(menu).to_have_count(0)
    opener = desk.frame.get_by_role("button", name="Actions for Delivery", exact=True)
    opener.click()
    expect(menu).to_have_count(1)
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    place, button = menu.bounding_box(), opener.bounding_box()
    assert place is not None
    assert button is not None
    assert abs(place["x"] + place["width"] - button["x"] - button["width"]) <= 2
    desk.page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(opener).to_be_focused()
    opener.click()
    desk.frame.get_by_role("heading", level=1).click()
    expect(menu).to_have_count(0)
    desk.frame.get_by_role("button", name="Actions for Gift cards", exact=True).press("Enter")
    menu.get_by_role("menuitem", name="Move to recycle bin").click()
    expect(desk.frame.get_by_role("dialog", name="Move 1 page to the recycle bin?")).to_be_visible()
    expect(menu).to_have_count(0)
