"""Deleting for good what was cleaned up before: typed words, no way back."""

import pytest
from playwright.sync_api import Locator, expect

from portal_emulator.model import BlockRow
from tests.journeys.desk import MARKETER, Desk

pytestmark = [pytest.mark.journey, pytest.mark.long]
SITE, PAGE = "Larch & Fern Interiors", "Questions and answers"
METHOD = "landing.landing.removeEntities"


def dialog_for(desk: Desk) -> tuple[Locator, list[BlockRow]]:
    """Two blocks of the page are in its recycle bin; the dialog that deletes them for good."""
    rows = [row for row in desk.portal.rows_of(desk.page_called(PAGE)) if not row.public][1:3]
    for row in rows:
        row.deleted = True
    desk.open_as(MARKETER)
    desk.open_site(SITE)
    desk.open_page(PAGE)
    desk.press("Clean up blocks and files")
    desk.press("Blocks cleaned up before")
    dialog = desk.frame.get_by_role("dialog", name="Delete 2 blocks for good?")
    expect(dialog).to_be_visible()
    return dialog, rows


def confirm(desk: Desk, dialog: Locator) -> None:
    dialog.get_by_role("textbox").fill("delete 2 blocks")
    desk.confirm(dialog, "Delete for good")


def left(desk: Desk, rows: list[BlockRow]) -> list[int]:
    """Which of the blocks the portal still has, by their place."""
    return [place for place, row in enumerate(rows) if row.id in desk.portal.blocks]


def test_deletes_what_was_named_in_typed_words(desk: Desk) -> None:
    dialog, rows = dialog_for(desk)
    expect(dialog.get_by_role("button", name="Cancel", exact=True)).to_be_focused()
    dialog.get_by_role("textbox").fill("delete 3 blocks")
    dialog.get_by_role("button", name="Delete for good", exact=True).click()
    expect(dialog.get_by_text("Type exactly: delete 2 blocks")).to_be_visible()
    assert left(desk, rows) == [0, 1]
    confirm(desk, dialog)
    desk.job_ends_as("Done")
    assert left(desk, rows) == []
    expect(desk.frame.get_by_role("button", name="Undo")).to_have_count(0)
    others = [row for row in desk.portal.rows_of(desk.page_called(PAGE)) if not row.public]
    assert [row.sort for row in others] == sorted(row.sort for row in others)
    assert others


def test_a_block_restored_after_the_plan_is_left_alone(desk: Desk) -> None:
    dialog, rows = dialog_for(desk)
    rows[0].deleted = False
    confirm(desk, dialog)
    desk.job_ends_as("Done with errors")
    expect(desk.frame.get_by_text("The block is not in the recycle bin of its page")).to_be_visible()
    assert left(desk, rows) == [0]
    assert not rows[0].deleted


def test_a_closed_plan_parks_the_job(desk: Desk) -> None:
    dialog, rows = dialog_for(desk)
    desk.close_plan_at(METHOD)
    confirm(desk, dialog)
    desk.waits_for_the_plan_then_resumes()
    assert left(desk, rows) == []


@pytest.mark.parametrize("times", [1, 3])
def test_lost_answers_are_settled_by_reading(desk: Desk, times: int) -> None:
    """The repeat is told that the blocks are not there: the first request deleted them."""
    dialog, rows = dialog_for(desk)
    desk.lose_answers(METHOD, times=times)
    confirm(desk, dialog)
    desk.job_ends_as("Done", timeout=60)
    assert left(desk, rows) == []
