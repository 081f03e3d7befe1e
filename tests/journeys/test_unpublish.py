"""Taking pages offline, and what an undo may put online again."""

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.desk import EDITOR, MARKETER, Desk

pytestmark = [pytest.mark.journey, pytest.mark.long]
SITE = "Larch & Fern Interiors"
LIVE, OTHER, CHANGED = "About the workshop", "Alder sofa", "Projects"
METHOD = "landing.landing.unpublic"


def dialog_for(desk: Desk, *titles: str) -> Locator:
    desk.open_as(MARKETER)
    desk.open_site(SITE)
    desk.select(*titles)
    return desk.act("Unpublish", "Unpublish")


def online(desk: Desk, *titles: str) -> list[bool]:
    return [desk.page_called(title).active for title in titles]


def test_goes_offline_and_undo_puts_it_online_again(desk: Desk) -> None:
    desk.confirm(dialog_for(desk, LIVE, OTHER), "Unpublish")
    desk.job_ends_as("Done")
    assert online(desk, LIVE, OTHER) == [False, False]
    desk.undo()
    assert online(desk, LIVE, OTHER) == [True, True]
    assert desk.page_called(LIVE).public


def test_changes_nobody_published_are_never_put_online_by_undo(desk: Desk) -> None:
    desk.confirm(dialog_for(desk, CHANGED), "Unpublish")
    desk.job_ends_as("Done")
    assert online(desk, CHANGED) == [False]
    expect(desk.frame.get_by_role("button", name="Undo")).to_have_count(0)


def test_who_may_not_publish_sees_why_the_button_is_off(desk: Desk) -> None:
    desk.open_as(EDITOR)
    desk.open_site(SITE)
    desk.select(LIVE)
    bar = desk.frame.get_by_role("toolbar", name="Selected pages")
    button = bar.get_by_role("button", name="Unpublish", exact=True)
    expect(button).to_be_disabled()
    expect(button).to_have_accessible_description("You do not have the right to publish this site.")


def test_a_page_trashed_after_the_plan_is_left_alone(desk: Desk) -> None:
    dialog = dialog_for(desk, LIVE, OTHER)
    desk.page_called(LIVE).deleted = True
    desk.confirm(dialog, "Unpublish")
    desk.job_ends_as("Done with errors")
    expect(desk.item(LIVE)).to_contain_text("Needs you")
    assert online(desk, LIVE, OTHER) == [True, False]
    assert desk.sent(METHOD) == 1


def test_a_closed_plan_parks_the_job(desk: Desk) -> None:
    dialog = dialog_for(desk, LIVE, OTHER)
    desk.close_plan_at(METHOD)
    desk.confirm(dialog, "Unpublish")
    desk.waits_for_the_plan_then_resumes()
    assert online(desk, LIVE, OTHER) == [False, False]


def test_an_undo_waits_for_a_free_slot(desk: Desk) -> None:
    desk.confirm(dialog_for(desk, LIVE), "Unpublish")
    desk.job_ends_as("Done")
    desk.portal.tariff.max_public_pages = desk.published()
    desk.undo("Waiting for you")
    assert online(desk, LIVE) == [False]
    desk.portal.tariff.max_public_pages = None
    desk.press("Resume")
    desk.job_ends_as("Done")
    assert online(desk, LIVE) == [True]


def test_lost_answers_are_settled_by_reading(desk: Desk) -> None:
    dialog = dialog_for(desk, LIVE, OTHER)
    desk.lose_answers(METHOD)
    desk.confirm(dialog, "Unpublish")
    desk.job_ends_as("Done", timeout=60)
    assert online(desk, LIVE, OTHER) == [False, False]
