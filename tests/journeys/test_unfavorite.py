"""Removing a saved block from favorites: the undo of saving it, for the person who saved it."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import ADMINISTRATOR, MARKETER, Desk

pytestmark = [pytest.mark.journey, pytest.mark.long]
SITE, PAGE = "Larch & Fern Interiors", "Questions and answers"
METHOD = "landing.landing.unFavoriteBlock"


def save(desk: Desk, name: str = "Answers") -> None:
    """The marketer saves the second block of a page."""
    desk.open_as(MARKETER)
    desk.open_site(SITE)
    desk.open_page(PAGE)
    blocks = desk.frame.get_by_role("list", name="Blocks")
    blocks.get_by_role("button", name="Save to favorites").nth(1).click()
    dialog = desk.frame.get_by_role("dialog", name="Save to favorites")
    dialog.get_by_role("textbox", name="Name", exact=True).fill(name)
    desk.confirm(dialog, "Save")
    desk.job_ends_as("Done")
    assert [row.favorite_meta["name"] for row in desk.portal.favorites()] == [name]


def test_undo_removes_it_and_cannot_be_undone_itself(desk: Desk) -> None:
    save(desk)
    desk.undo()
    assert desk.portal.favorites() == []
    expect(desk.frame.get_by_role("button", name="Undo")).to_have_count(0)


def test_somebody_elses_stays(desk: Desk) -> None:
    save(desk)
    desk.sign_in(ADMINISTRATOR)
    desk.open_app()
    desk.frame.get_by_role("link", name=re.compile("^Activity")).click()
    desk.frame.get_by_role("link", name="Saving 1 block to favorites").first.click()
    expect(desk.heading("Saving 1 block to favorites")).to_be_visible()
    # A second journey's job of this name may stand below; the newest is this one's.
    expect(desk.frame.get_by_text("Only Mark Reed can undo this.")).to_be_visible()
    expect(desk.frame.get_by_role("button", name="Undo")).to_have_count(0)
    assert len(desk.portal.favorites()) == 1


def test_one_that_is_gone_already_is_skipped(desk: Desk) -> None:
    save(desk)
    desk.portal.remove_row(desk.portal.favorites()[0])
    desk.undo()
    expect(desk.frame.get_by_role("list", name="Items")).to_contain_text("Already removed, nothing to do")
    assert desk.sent(METHOD) == 0


def test_a_closed_plan_parks_the_undo(desk: Desk) -> None:
    save(desk)
    desk.close_plan_at(METHOD)
    desk.undo("Waiting for you")
    assert len(desk.portal.favorites()) == 1
    desk.waits_for_the_plan_then_resumes()
    assert desk.portal.favorites() == []


@pytest.mark.parametrize("times", [1, 3])
def test_lost_answers_are_settled_by_reading(desk: Desk, times: int) -> None:
    """The repeat is told that it is not there: the first request removed it."""
    save(desk)
    desk.lose_answers(METHOD, times=times)
    desk.undo()
    assert desk.portal.favorites() == []
