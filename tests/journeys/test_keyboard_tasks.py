"""Six of the eight main tasks by keyboard alone; publishing and saving to favorites are in `test_keyboard`.

Tasks: publish, unpublish, copy, move, recycle bin and back, save to favorites, clean up, delete for good.
"""

import pytest
from playwright.sync_api import expect

from portal_emulator.model import BlockRow
from tests.journeys.desk import Desk
from tests.journeys.keyboard import Keyboard
from tests.journeys.states import SITE

pytestmark = [pytest.mark.journey, pytest.mark.long]
LIVE, DRAFT = "About the workshop", "Gift cards"


def test_unpublishes(keyboard: Keyboard) -> None:
    keyboard.open_site(SITE)
    keyboard.confirm(keyboard.act(LIVE, "Unpublish"), "Unpublishing 1 page")
    assert not keyboard.desk.page_called(LIVE).active


def test_copies_to_a_folder(keyboard: Keyboard) -> None:
    before = set(keyboard.desk.portal.pages)
    keyboard.open_site(SITE)
    dialog = keyboard.act(DRAFT, "Copy")
    keyboard.expect_focus(dialog.get_by_role("combobox", name="Site", exact=True))
    keyboard.send_to(dialog, "Blog")
    keyboard.confirm(dialog, "Copying 1 page")
    (made,) = set(keyboard.desk.portal.pages) - before
    assert keyboard.desk.portal.pages[made].folder_id == keyboard.desk.folder_called("Blog").id


def test_moves_to_a_folder(keyboard: Keyboard) -> None:
    keyboard.open_site(SITE)
    frame = keyboard.desk.frame
    keyboard.find(DRAFT)
    keyboard.follow(frame.get_by_role("button", name=f"Actions for {DRAFT}", exact=True))
    expect(frame.get_by_role("menuitem").first).to_be_focused()
    keyboard.press("m")
    keyboard.expect_focus(frame.get_by_role("menuitem", name="Move to a folder…"))
    keyboard.press("Enter")
    dialog = keyboard.dialog()
    keyboard.send_to(dialog, "Blog")
    keyboard.confirm(dialog, "Moving 1 page")
    assert keyboard.desk.page_called(DRAFT).folder_id == keyboard.desk.folder_called("Blog").id


def test_moves_to_the_recycle_bin_and_restores(keyboard: Keyboard) -> None:
    desk, frame = keyboard.desk, keyboard.desk.frame
    keyboard.open_site(SITE)
    keyboard.confirm(keyboard.act(DRAFT, "Move to recycle bin"), "Moving 1 page to the recycle bin")
    assert desk.page_called(DRAFT).deleted
    keyboard.go_to(frame.get_by_role("link", name="Sites", exact=True), "Shift+Tab")
    keyboard.press("Enter")
    keyboard.expect_focus(desk.heading("Sites"))
    keyboard.follow(frame.get_by_role("link", name=SITE, exact=True))
    keyboard.expect_focus(desk.heading(SITE))
    bin_link = frame.get_by_role("navigation", name="Folders").get_by_role("link", name="Recycle bin")
    keyboard.follow(bin_link)
    expect(bin_link).to_have_attribute("aria-current", "page")
    keyboard.confirm(keyboard.act(DRAFT, "Restore"), "Restoring 1 page")
    assert not desk.page_called(DRAFT).deleted


def test_cleans_up_a_block_and_deletes_it_for_good(keyboard: Keyboard) -> None:
    desk, frame = keyboard.desk, keyboard.desk.frame
    keyboard.open_site(SITE)
    keyboard.find(DRAFT)
    keyboard.follow(frame.get_by_role("link", name=DRAFT, exact=True))
    keyboard.expect_focus(desk.heading(DRAFT))
    keyboard.go_to(frame.get_by_role("list", name="Blocks").get_by_role("checkbox").nth(1))
    keyboard.press("Space")
    bar = frame.get_by_role("toolbar", name="Selected blocks")
    keyboard.follow(bar.get_by_role("button", name="Clean up", exact=True))
    keyboard.confirm(keyboard.dialog(), "Cleaning up 1 item")
    (row,) = cleaned_up(desk)

    keyboard.back()
    keyboard.expect_focus(desk.heading(DRAFT))
    keyboard.follow(frame.get_by_role("button", name="Clean up blocks and files"))
    keyboard.follow(keyboard.dialog().get_by_role("button", name="Blocks cleaned up before"))
    dialog = frame.get_by_role("dialog", name="Delete 1 block for good?")
    keyboard.expect_focus(dialog.get_by_role("button", name="Cancel", exact=True))
    keyboard.go_to(dialog.get_by_role("textbox"), "Shift+Tab")
    keyboard.page.keyboard.type("delete 1 block")
    keyboard.confirm(dialog, "Deleting 1 block for good")
    assert row.id not in desk.portal.blocks


def cleaned_up(desk: Desk) -> list[BlockRow]:
    """Draft blocks in the recycle bin of the page."""
    rows = desk.portal.rows_of(desk.page_called(DRAFT))
    return [row for row in rows if row.deleted and not row.public]
