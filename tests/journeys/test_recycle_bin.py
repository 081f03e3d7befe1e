"""Into the recycle bin of a site and back."""

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.desk import MARKETER, Desk

pytestmark = [pytest.mark.journey, pytest.mark.long]
SITE = "Larch & Fern Interiors"
LIVE, DRAFT, MAIN, BINNED = (
    "About the workshop",
    "Gift cards",
    "Furniture that grows with you",
    "Black Friday 2025",
)


def trash_dialog(desk: Desk, *titles: str) -> Locator:
    desk.open_as(MARKETER)
    desk.open_site(SITE)
    desk.select(*titles)
    return desk.act("Move to recycle bin", "Move")


def restore_dialog(desk: Desk, *titles: str) -> Locator:
    desk.open_as(MARKETER)
    desk.open_site(SITE)
    desk.open_folder("Recycle bin")
    desk.select(*titles)
    return desk.act("Restore", "Restore")


def state(desk: Desk, title: str) -> tuple[bool, bool]:
    """(in the recycle bin, online) of the only page with this title."""
    page = desk.page_called(title)
    return page.deleted, page.active and page.public


def test_goes_into_the_bin_and_undo_brings_it_back_online(desk: Desk) -> None:
    dialog = trash_dialog(desk, LIVE, DRAFT)
    desk.confirm(dialog, "Move to recycle bin")
    desk.job_ends_as("Done")
    assert (state(desk, LIVE), state(desk, DRAFT)) == ((True, False), (True, False))
    desk.undo()
    assert (state(desk, LIVE), state(desk, DRAFT)) == ((False, True), (False, False))
    desk.frame.get_by_role("link", name="Sites", exact=True).click()
    desk.open_site(SITE)
    row = desk.frame.get_by_role("row").filter(has=desk.frame.get_by_role("link", name=LIVE, exact=True))
    expect(row).to_contain_text("Published")


def test_comes_back_as_a_draft_and_undo_puts_it_into_the_bin_again(desk: Desk) -> None:
    desk.confirm(restore_dialog(desk, BINNED), "Restore")
    desk.job_ends_as("Done")
    assert state(desk, BINNED) == (False, False)
    desk.undo()
    assert state(desk, BINNED) == (True, False)


def test_the_main_page_of_a_site_is_refused_and_the_others_go(desk: Desk) -> None:
    dialog = trash_dialog(desk, MAIN, DRAFT)
    expect(dialog).to_contain_text("is the main page of the site")
    desk.confirm(dialog, "Move to recycle bin")
    desk.job_ends_as("Done with errors")
    expect(desk.item(MAIN)).to_contain_text("Failed")
    assert state(desk, MAIN) == (False, True)
    assert state(desk, DRAFT) == (True, False)


def test_a_page_that_vanished_after_the_plan_is_not_restored(desk: Desk) -> None:
    dialog = restore_dialog(desk, BINNED)
    del desk.portal.pages[desk.page_called(BINNED).id]
    desk.confirm(dialog, "Restore")
    desk.job_ends_as("Done with errors")
    expect(desk.item(BINNED)).to_contain_text("Needs you")
    assert desk.sent("landing.landing.markUnDelete") == 0


def test_an_undo_that_needs_a_slot_waits_for_one(desk: Desk) -> None:
    desk.confirm(trash_dialog(desk, LIVE), "Move to recycle bin")
    desk.job_ends_as("Done")
    desk.portal.tariff.max_public_pages = desk.published()
    desk.undo("Waiting for you")
    expect(desk.frame.get_by_text("PUBLIC_PAGE_REACHED").first).to_be_attached()
    assert state(desk, LIVE) == (False, False)
    desk.portal.tariff.max_public_pages = None
    desk.press("Resume")
    desk.job_ends_as("Done")
    assert state(desk, LIVE) == (False, True)


def test_a_closed_plan_parks_the_job(desk: Desk) -> None:
    dialog = trash_dialog(desk, LIVE)
    desk.close_plan_at("landing.landing.markDelete")
    desk.confirm(dialog, "Move to recycle bin")
    desk.waits_for_the_plan_then_resumes()
    assert state(desk, LIVE) == (True, False)


@pytest.mark.parametrize("method", ["landing.landing.markDelete", "landing.landing.markUnDelete"])
def test_lost_answers_are_settled_by_reading(desk: Desk, method: str) -> None:
    into_bin = method.endswith("markDelete")
    title, button = (LIVE, "Move to recycle bin") if into_bin else (BINNED, "Restore")
    dialog = trash_dialog(desk, title) if into_bin else restore_dialog(desk, title)
    desk.lose_answers(method)
    desk.confirm(dialog, button)
    desk.job_ends_as("Done", timeout=60)
    assert state(desk, title) == (into_bin, False)
    assert desk.sent(method) == 3
