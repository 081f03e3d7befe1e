"""The filters of the screen Sites as squares in its search field, in a real browser."""

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.desk import MARKETER, Desk
from tests.journeys.frame_checks import app_frame
from tests.journeys.keyboard import Keyboard

pytestmark = pytest.mark.journey
TILE_TOP = "() => Math.round(document.querySelector('#sites li').getBoundingClientRect().top)"


def tiles(desk: Desk) -> Locator:
    return desk.frame.get_by_role("list", name="Sites").get_by_role("article")


def square(desk: Desk, name: str) -> Locator:
    return desk.frame.get_by_role("search").get_by_role("button", name=f"Remove {name}", exact=True)


def choice(desk: Desk, name: str) -> Locator:
    """An entry of the open menu, of which one or several can be chosen."""
    menu = desk.frame.get_by_role("menu", name="Filters")
    radio, box = (
        menu.get_by_role(role, name=name, exact=True) for role in ("menuitemradio", "menuitemcheckbox")
    )
    return radio.or_(box)


def test_chosen_filters_are_squares_and_back_takes_the_last_one_away(desk: Desk) -> None:
    desk.open_as(MARKETER)
    everything = tiles(desk).count()
    desk.press("Filters")
    choice(desk, "Stores").click()
    expect(tiles(desk)).to_have_count(2)
    choice(desk, "Websites").click()
    choice(desk, "Not published").click()
    expect(tiles(desk)).to_have_count(1)
    choice(desk, "Published").click()
    expect(choice(desk, "Not published")).to_have_attribute("aria-checked", "false")
    expect(square(desk, "Not published")).to_have_count(0)
    choice(desk, "Has changes").click()
    expect(tiles(desk)).to_have_count(3)
    for name in ("Stores", "Websites", "Published", "Has changes"):
        expect(square(desk, name)).to_have_count(1)
    desk.page.keyboard.press("Escape")
    desk.frame.get_by_role("searchbox").fill("velo")
    expect(tiles(desk)).to_have_count(1)
    square(desk, "Stores").click()
    expect(square(desk, "Has changes")).to_be_focused()
    expect(tiles(desk)).to_have_count(1)
    desk.open_site("Velo Nord")
    desk.page.evaluate("history.back()")
    expect(desk.heading("Sites")).to_be_focused()
    expect(desk.frame.get_by_role("searchbox")).to_have_value("velo")
    expect(square(desk, "Stores")).to_have_count(0)
    expect(square(desk, "Websites")).to_have_count(1)
    desk.page.evaluate("history.back()")
    expect(square(desk, "Stores")).to_have_count(1)
    desk.page.evaluate("history.go(-5)")  # as many choices were made before
    expect(tiles(desk)).to_have_count(everything)
    expect(desk.frame.get_by_role("search").get_by_role("button", name="Remove ")).to_have_count(0)


def test_filters_are_worked_by_keys_and_the_focus_stays(keyboard: Keyboard) -> None:
    desk, field = keyboard.desk, keyboard.desk.frame.get_by_role("searchbox")
    everything = tiles(desk).count()
    keyboard.enter_frame()
    keyboard.go_to(field)
    keyboard.press("ArrowDown")
    keyboard.expect_focus(choice(desk, "Websites"))
    keyboard.press("s", "Space")
    keyboard.expect_focus(choice(desk, "Stores"))
    expect(tiles(desk)).to_have_count(2)
    keyboard.expect_focus(choice(desk, "Stores"))
    keyboard.press("End", "Enter")
    expect(tiles(desk)).to_have_count(1)
    keyboard.press("Escape")
    keyboard.expect_focus(desk.frame.get_by_role("button", name="Filters"))
    keyboard.go_to(square(desk, "Stores"), "Shift+Tab")
    keyboard.press("Enter")
    keyboard.expect_focus(square(desk, "Has changes"))
    keyboard.go_to(field)
    keyboard.press("Backspace")
    expect(square(desk, "Has changes")).to_have_count(0)
    keyboard.expect_focus(field)
    expect(tiles(desk)).to_have_count(everything)


@pytest.mark.parametrize("width", [1430, 390])
def test_squares_move_nothing(desk: Desk, width: int) -> None:
    desk.open_as(MARKETER)
    desk.page.set_viewport_size({"width": width, "height": 900})
    frame = app_frame(desk)
    before = frame.evaluate(TILE_TOP)
    desk.press("Filters")
    for name in ("Stores", "Websites", "Published", "Has changes"):
        choice(desk, name).click()
        expect(square(desk, name)).to_be_visible()
        assert frame.evaluate(TILE_TOP) == before
    expect(tiles(desk)).to_have_count(3)
    assert frame.evaluate(TILE_TOP) == before
    assert frame.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    field = desk.frame.get_by_role("searchbox").bounding_box()
    assert field is not None
    assert field["width"] >= 80
