"""Cleaning up: blocks into their page's recycle bin and back, image records that nothing shows any more."""

import pytest
from playwright.sync_api import Locator, expect

from portal_emulator.builders import add_file
from portal_emulator.model import BlockRow, FileRecord
from tests.journeys.desk import MARKETER, VIEWER, Desk

pytestmark = [pytest.mark.journey, pytest.mark.long]
SITE, PAGE = "Larch & Fern Interiors", "Questions and answers"
WITH_PICTURE = "What oak does in winter"
"""A page of its own: that the app saw a record here must not reach the other journeys."""
METHOD = "landing.landing.markdeletedblock"


def open_page(desk: Desk, title: str = PAGE, person: str = MARKETER) -> None:
    desk.open_as(person)
    desk.open_site(SITE)
    desk.open_page(title)


def dialog_for(desk: Desk, *places: int) -> Locator:
    """Select blocks of the page by their place in the list, then Clean up."""
    open_page(desk)
    boxes = desk.frame.get_by_role("list", name="Blocks").get_by_role("checkbox")
    for one in places:
        boxes.nth(one).check()
    bar = desk.frame.get_by_role("toolbar", name="Selected blocks")
    bar.get_by_role("button", name="Clean up", exact=True).click()
    return opened(desk)


def dialog_for_files(desk: Desk) -> Locator:
    """From the page's own button."""
    desk.press("Clean up blocks and files")
    return opened(desk)


def opened(desk: Desk) -> Locator:
    dialog = desk.frame.get_by_role("dialog", name="Clean up", exact=True)
    expect(dialog).to_be_visible()
    return dialog


def drafts(desk: Desk, title: str = PAGE) -> list[BlockRow]:
    """The rows an editor works on, those in the page's recycle bin included, in their order."""
    return [row for row in desk.portal.rows_of(desk.page_called(title)) if not row.public]


def in_bin(desk: Desk) -> list[int]:
    """Places of the blocks in the page's recycle bin."""
    return [place for place, row in enumerate(drafts(desk)) if row.deleted]


def shown(record: FileRecord) -> str:
    """A picture as blocks name it."""
    return f'<img src="{record.path}" data-fileid="{record.id}">'


def picture_nothing_shows(desk: Desk) -> tuple[int, BlockRow]:
    """Page Desk reads a block with a picture; then an editor takes the picture out. Its record stays behind."""
    row = drafts(desk, WITH_PICTURE)[1]
    plain = row.content
    record = add_file(desk.portal, "old.png", b"png", "image/png", (4, 3))
    record.block_ids.add(row.id)
    row.content = plain + shown(record)
    open_page(desk, WITH_PICTURE)
    dialog = dialog_for_files(desk)
    expect(dialog.get_by_role("checkbox", name=f"Image record {record.id}", exact=True)).to_have_count(0)
    dialog.get_by_role("button", name="Cancel", exact=True).click()
    expect(dialog).to_be_hidden()
    row.content = plain
    return record.id, row


def only_the_record(desk: Desk, dialog: Locator, record: int) -> None:
    """Of all that is offered, leave one image record ticked."""
    files = dialog.get_by_role("group", name="Image records", exact=True)
    wanted = files.get_by_role("checkbox", name=f"Image record {record}", exact=True)
    expect(wanted).to_be_checked()
    for box in dialog.get_by_role("checkbox").all():
        box.uncheck()
    wanted.check()


def test_blocks_go_into_the_pages_bin_and_undo_brings_them_back(desk: Desk) -> None:
    dialog = dialog_for(desk, 1, 2)
    expect(dialog).to_contain_text("Published pages are shown as Changed afterwards")
    before = [row.content for row in drafts(desk)]
    desk.confirm(dialog, "Clean up")
    desk.job_ends_as("Done")
    page = desk.page_called(PAGE)
    assert in_bin(desk) == [1, 2]
    assert (page.active, page.public) == (True, False)
    # Visitors see the published rows until somebody publishes.
    assert len([row for row in desk.portal.rows_of(page) if row.public and not row.deleted]) == len(before)
    desk.undo()
    assert in_bin(desk) == []
    assert [row.content for row in drafts(desk)] == before


def test_an_image_record_that_nothing_shows_is_removed(desk: Desk) -> None:
    record, row = picture_nothing_shows(desk)
    dialog = dialog_for_files(desk)
    only_the_record(desk, dialog, record)
    desk.confirm(dialog, "Clean up")
    desk.job_ends_as("Done")
    assert record not in desk.portal.files
    assert row in drafts(desk, WITH_PICTURE)
    assert not row.deleted
    expect(desk.frame.get_by_role("button", name="Undo")).to_have_count(0)


def test_an_image_record_shown_again_after_the_plan_is_kept(desk: Desk) -> None:
    record, row = picture_nothing_shows(desk)
    dialog = dialog_for_files(desk)
    only_the_record(desk, dialog, record)
    row.content += shown(desk.portal.files[record])
    desk.confirm(dialog, "Clean up")
    desk.job_ends_as("Done")
    expect(desk.frame.get_by_text("Skipped")).to_be_visible()
    expect(desk.frame.get_by_text("Kept, because a block still uses it")).to_be_visible()
    assert record in desk.portal.files
    assert desk.sent("landing.landing.removeEntities") == 0


def test_a_block_that_vanished_after_the_plan_does_not_hold_up_the_others(desk: Desk) -> None:
    dialog = dialog_for(desk, 1, 2)
    gone = drafts(desk)[1]
    desk.portal.remove_row(gone)
    desk.confirm(dialog, "Clean up")
    desk.job_ends_as("Done with errors")
    expect(desk.frame.get_by_role("list", name="Items").get_by_text("Needs you")).to_have_count(1)
    assert in_bin(desk) == [1]
    assert desk.sent(METHOD) == 1


def test_a_viewer_sees_why_nothing_can_be_cleaned_up(desk: Desk) -> None:
    open_page(desk, person=VIEWER)
    button = desk.frame.get_by_role("button", name="Clean up blocks and files")
    expect(button).to_be_disabled()
    expect(button).to_have_accessible_description("You do not have the right to edit this site.")


def test_a_closed_plan_parks_the_job(desk: Desk) -> None:
    dialog = dialog_for(desk, 1)
    desk.close_plan_at(METHOD)
    desk.confirm(dialog, "Clean up")
    desk.waits_for_the_plan_then_resumes()
    assert in_bin(desk) == [1]


def test_a_plan_without_permissions_lets_everybody_clean_up(desk: Desk) -> None:
    desk.portal.tariff.permissions_available = False  # landing.site.getRights answers FEATURE_NOT_AVAIL
    desk.confirm(dialog_for(desk, 1), "Clean up")
    desk.job_ends_as("Done")
    assert in_bin(desk) == [1]


def test_lost_answers_are_settled_by_reading(desk: Desk) -> None:
    dialog = dialog_for(desk, 1, 3)
    desk.lose_answers(METHOD)
    desk.confirm(dialog, "Clean up")
    desk.job_ends_as("Done", timeout=60)
    assert in_bin(desk) == [1, 3]
