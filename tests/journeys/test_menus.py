"""Menus by keyboard, choices of all but some, and the number beside Activity, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import MARKETER, Desk

pytestmark = pytest.mark.journey
SITE = "Larch & Fern Interiors"


def test_a_menu_is_worked_by_keyboard_and_gives_the_focus_back(desk: Desk) -> None:
    desk.open_as(MARKETER)
    desk.open_site(SITE)
    desk.select("Delivery")
    opener = desk.frame.get_by_role("button", name="Actions for Delivery", exact=True)
    opener.press("Enter")
    entries = desk.frame.get_by_role("menuitem")
    expect(entries.first).to_be_focused()
    entries.first.press("ArrowUp")
    expect(entries.last).to_be_focused()
    desk.page.keyboard.press("Escape")
    expect(desk.frame.get_by_role("menu")).to_have_count(0)
    expect(opener).to_be_focused()
    expect(desk.frame.get_by_role("toolbar", name="Selected pages")).to_contain_text("Selected: 1")
    opener.press("Enter")
    expect(entries.first).to_be_focused()
    desk.page.keyboard.press("m")
    desk.page.keyboard.press("Enter")
    expect(desk.frame.get_by_role("dialog", name="Move 1 page")).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_save_blocks_begins_with_the_choice_of_blocks(desk: Desk) -> None:
    desk.open_as(MARKETER)
    desk.open_site(SITE)
    folders = desk.frame.get_by_role("navigation", name="Folders")
    expect(folders.get_by_role("listitem").filter(has_text="Recycle bin")).to_contain_text("2 pages")
    desk.frame.get_by_role("button", name="Actions for Delivery", exact=True).press("Enter")
    desk.frame.get_by_role("menuitem", name="Save blocks…").press("Enter")
    expect(desk.heading("Delivery")).to_be_visible()
    everything = desk.frame.get_by_role("checkbox", name="Select all blocks")
    expect(everything).to_be_focused()
    expect(everything).to_have_accessible_description(re.compile("press Save to favorites"))
    desk.page.keyboard.press("Space")
    bar = desk.frame.get_by_role("toolbar", name="Selected blocks")
    bar.get_by_role("button", name="Save to favorites").click()
    expect(desk.frame.get_by_role("dialog", name="Save to favorites")).to_be_visible()
    desk.page.keyboard.press("Escape")
    desk.page.evaluate("history.back()")
    expect(desk.heading(SITE)).to_be_focused()


def test_a_menu_lies_inside_what_can_be_seen(desk: Desk) -> None:
    desk.open_as(MARKETER)
    desk.open_site(SITE)
    for width, height in ((1280, 800), (390, 844)):
        desk.page.set_viewport_size({"width": width, "height": height})
        for button in desk.frame.get_by_role("button", name="Actions for").all()[::6]:
            button.click()
            menu = desk.frame.get_by_role("menu")
            expect(menu).to_be_visible()
            box = menu.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["y"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= height
            desk.page.keyboard.press("Escape")


def test_rows_can_be_left_out_of_everything(desk: Desk) -> None:
    desk.open_as(MARKETER)
    desk.open_site(SITE)
    bar = desk.frame.get_by_role("toolbar", name="Selected pages")
    desk.frame.get_by_role("checkbox", name="Select all pages").check()
    bar.get_by_role("button", name="Select all 24").click()
    expect(bar).to_contain_text("Selected: 24")
    desk.frame.get_by_role("checkbox", name="Select Gift cards", exact=True).uncheck()
    expect(bar).to_contain_text("Selected: 23")
    desk.frame.get_by_role("link", name="2", exact=True).click()
    rows = desk.frame.get_by_role("row").get_by_role("checkbox", checked=True)
    expect(rows).to_have_count(5)  # four pages and the box of them all
    expect(bar).to_contain_text("Selected: 23")
    dialog = desk.act("Publish", "Publish")
    expect(dialog.get_by_text("Gift cards")).to_have_count(0)
    expect(dialog.get_by_text("Trade in your old sofa")).to_have_count(1)
