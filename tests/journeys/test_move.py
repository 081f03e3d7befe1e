"""Moving a page to another folder or site and back."""

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.desk import EDITOR, MARKETER, Desk

pytestmark = [pytest.mark.journey, pytest.mark.long]
SITE, OTHER = "Larch & Fern Interiors", "Velo Nord"
LIVE, DRAFT = "About the workshop", "Gift cards"


def dialog_for(desk: Desk, title: str, person: str = MARKETER) -> Locator:
    """The dialog Move, from the menu of the page."""
    desk.open_as(person)
    desk.open_site(SITE)
    return desk.menu(title, "Move to a folder…", "Move 1 page")


def place(desk: Desk, title: str) -> tuple[str, str]:
    """Site and folder of the only page with this title."""
    page = desk.page_called(title)
    folder = desk.portal.folders.get(page.folder_id or 0)
    return desk.portal.sites[page.site_id].title, folder.title if folder else ""


@pytest.mark.parametrize(
    ("title", "site", "folder"),
    [(DRAFT, SITE, "Blog"), (LIVE, OTHER, "Routes")],
    ids=["a draft in this site", "a live page to another site"],
)
def test_moves_and_undo_moves_back(desk: Desk, title: str, site: str, folder: str) -> None:
    dialog = dialog_for(desk, title)
    desk.send_to(dialog, site, folder)
    expect(dialog).to_contain_text("links to the old addresses stop working")
    desk.confirm(dialog, "Move")
    desk.job_ends_as("Done")
    assert place(desk, title) == (site, folder)
    assert desk.page_called(title).active == (title == LIVE)
    desk.undo()
    assert place(desk, title) == (SITE, "")
    assert desk.page_called(title).active == (title == LIVE)


def test_who_may_not_publish_there_moves_nothing(desk: Desk) -> None:
    dialog = dialog_for(desk, DRAFT, EDITOR)
    dialog.get_by_role("combobox", name="Folder", exact=True).select_option(label="Blog")
    expect(dialog.get_by_role("heading", name="Not possible")).to_be_visible()
    expect(dialog.get_by_role("button", name="Move", exact=True)).to_be_disabled()


def test_a_page_changed_after_the_plan_is_left_alone(desk: Desk) -> None:
    dialog = dialog_for(desk, DRAFT)
    desk.send_to(dialog, SITE, "Blog")
    desk.page_called(DRAFT).modified_at += 90
    desk.confirm(dialog, "Move")
    desk.job_ends_as("Done with errors")
    expect(desk.item(DRAFT)).to_contain_text("Somebody changed it after you looked")
    assert place(desk, DRAFT) == (SITE, "")
    assert desk.sent("landing.landing.move") == 0


def test_a_plan_without_a_free_slot_leaves_the_moved_page_offline_and_says_so(desk: Desk) -> None:
    dialog = dialog_for(desk, LIVE)
    desk.send_to(dialog, SITE, "Blog")
    desk.portal.tariff.max_public_pages = desk.published() - 1
    desk.confirm(dialog, "Move")
    desk.job_ends_as("Done")
    expect(desk.item(LIVE)).to_contain_text("Moved, but it is not online any more")
    assert place(desk, LIVE) == (SITE, "Blog")
    assert not desk.page_called(LIVE).active


def test_a_closed_plan_parks_the_move(desk: Desk) -> None:
    dialog = dialog_for(desk, DRAFT)
    desk.send_to(dialog, SITE, "Blog")
    desk.close_plan_at("landing.landing.move")
    desk.confirm(dialog, "Move")
    desk.waits_for_the_plan_then_resumes()
    assert place(desk, DRAFT) == (SITE, "Blog")


def test_lost_answers_are_settled_by_reading(desk: Desk) -> None:
    dialog = dialog_for(desk, LIVE)
    pages, address = len(desk.portal.pages), desk.page_called(LIVE).code
    desk.send_to(dialog, OTHER, "Routes")
    desk.lose_answers("landing.landing.move")
    desk.confirm(dialog, "Move")
    desk.job_ends_as("Done", timeout=60)
    assert place(desk, LIVE) == (OTHER, "Routes")
    assert (len(desk.portal.pages), desk.page_called(LIVE).code) == (pages, address)
    assert desk.page_called(LIVE).active
