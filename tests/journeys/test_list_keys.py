"""Keys of the lists and of dialogs, and what becomes of a selection when the list changes."""

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import MARKETER, Desk

pytestmark = [pytest.mark.journey, pytest.mark.long]
SITE = "Larch & Fern Interiors"


def test_all_rows_and_then_all_that_match_by_one_key(desk: Desk) -> None:
    desk.open_as(MARKETER)
    desk.open_site(SITE)
    bar = desk.frame.get_by_role("toolbar", name="Selected pages")
    desk.frame.get_by_role("link", name="Delivery", exact=True).focus()
    desk.page.keyboard.press("Control+a")
    expect(bar).to_contain_text("Selected: 20")
    desk.page.keyboard.press("Control+a")
    everything = bar.get_by_role("button", name="Select all 24")
    expect(everything).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(bar).to_contain_text("Selected: 24")
    desk.page.keyboard.press("Escape")
    expect(bar).to_contain_text("Selected: 0")


def test_a_dialog_is_confirmed_by_control_and_enter(desk: Desk) -> None:
    desk.open_as(MARKETER)
    desk.open_site(SITE)
    desk.select("Gift cards")
    desk.act("Publish", "Publish 1 page")
    desk.page.keyboard.press("Control+Enter")
    expect(desk.heading("Publishing 1 page")).to_be_focused()
    desk.job_ends_as("Done")


def test_a_selection_that_is_dropped_can_be_taken_up_again(desk: Desk) -> None:
    desk.open_as(MARKETER)
    desk.open_site(SITE)
    desk.select("Gift cards", "Partner kit")
    bar = desk.frame.get_by_role("toolbar", name="Selected pages")
    desk.frame.get_by_role("combobox", name="Status").select_option("changed")
    expect(bar).to_contain_text("Selected: 0")
    desk.frame.get_by_role("button", name="Select again").click()
    expect(bar).to_contain_text("Selected: 2")
    dialog = desk.act("Publish", "Publish 2 pages")
    expect(dialog.get_by_text("Gift cards")).to_be_visible()


def test_the_status_of_a_site_takes_it_offline_and_back(desk: Desk) -> None:
    desk.open_as(MARKETER)
    site = next(one for one in desk.portal.sites.values() if one.title == SITE)
    status = desk.frame.get_by_role("button", name=f"Status of {SITE}: Published")
    status.press("Enter")
    desk.frame.get_by_role("menuitem", name="Unpublish the site…").press("Enter")
    dialog = desk.frame.get_by_role("dialog", name="Unpublish the site?")
    expect(dialog).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(status).to_be_focused()
    status.press("Enter")
    expect(desk.frame.get_by_role("menuitem", name="Unpublish the site…")).to_be_focused()
    desk.page.keyboard.press("Enter")
    desk.confirm(dialog, "Unpublish")
    desk.job_ends_as("Done")
    assert not site.active
    desk.frame.get_by_role("button", name="Undo", exact=True).click()
    expect(desk.heading("Undo: Publishing 1 site")).to_be_visible()
    desk.job_ends_as("Done")
    assert site.active


def test_a_page_is_copied_here_from_the_menu_of_a_site(desk: Desk) -> None:
    desk.open_as(MARKETER)
    desk.frame.get_by_role("button", name="Actions for Velo Nord").click()
    desk.frame.get_by_role("menuitem", name="Copy a page here…").click()
    dialog = desk.frame.get_by_role("dialog", name="Copy a page here")
    expect(dialog.get_by_label("From site")).to_be_focused()
    dialog.get_by_label("From site").select_option(label=SITE)
    page = dialog.get_by_label("Page", exact=True)
    expect(page).to_contain_text("Delivery")
    page.select_option(label="Delivery · /delivery/")
    dialog.get_by_role("button", name="Continue").click()
    copying = desk.frame.get_by_role("dialog", name="Copy 1 page")
    expect(copying.get_by_text("The copies go to Velo Nord.")).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(desk.frame.get_by_role("button", name="Actions for Velo Nord")).to_be_focused()


def test_the_recycle_bin_of_sites_is_reached_and_left_by_back(desk: Desk) -> None:
    desk.open_as(MARKETER)
    desk.frame.get_by_role("link", name="Recycle bin").click()
    expect(desk.heading("Recycle bin")).to_be_focused()
    desk.page.evaluate("history.back()")
    expect(desk.heading("Sites")).to_be_focused()
