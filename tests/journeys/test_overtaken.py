"""Clicks and answers that overtake each other: what was pressed last is what stands there, and whole."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.desk import EDITOR, MARKETER, Desk, until

pytestmark = pytest.mark.journey


def test_the_screen_asked_for_from_a_list_that_is_gone_is_not_left_busy(desk: Desk) -> None:
    desk.open_as(MARKETER)
    desk.open_site("Larch & Fern Interiors")
    held: list[Route] = []
    desk.page.route("**/sites/pages/*/pages/*/", lambda route: held.append(route), times=1)
    desk.frame.get_by_role("searchbox").fill("Gift cards")
    desk.frame.get_by_role("link", name="Gift cards", exact=True).click()
    until(lambda: desk.page.wait_for_timeout(50) or held)
    expect(desk.frame.locator("#main")).to_have_attribute("aria-busy", "true")
    expect(desk.frame.locator("tbody tr")).to_have_count(1)  # the list with the link is gone
    held[0].continue_()
    expect(desk.heading("Gift cards")).to_be_visible()
    desk.page.wait_for_timeout(300)
    expect(desk.frame.locator(".is-busy, [aria-busy]")).to_have_count(0)


def test_a_folder_chosen_after_refresh_stays(desk: Desk) -> None:
    desk.open_as(MARKETER)
    desk.open_site("Larch & Fern Interiors")
    held: list[Route] = []
    desk.page.route(
        lambda _: not held,
        lambda route: held.append(route) if "x-frame-refresh" in route.request.headers else route.continue_(),
    )
    promo = desk.frame.get_by_role("navigation", name="Folders").get_by_role("link", name="Promo", exact=True)
    desk.frame.get_by_role("link", name="Refresh").click()
    until(lambda: desk.page.wait_for_timeout(50) or held)
    promo.click()
    expect(promo).to_have_attribute("aria-current", "page")
    held[0].continue_()
    desk.page.wait_for_timeout(1_000)
    expect(promo).to_have_attribute("aria-current", "page")
    expect(desk.frame.locator(".is-busy, [aria-busy]")).to_have_count(0)


def test_a_click_whose_list_is_drawn_anew_in_the_same_moment_still_counts(desk: Desk) -> None:
    """Between the press and its request two frames pass, in which a poll or a refresh may replace what was pressed."""
    desk.open_as(MARKETER)
    desk.open_site("Larch & Fern Interiors")
    desk.frame.get_by_role("link", name="Gift cards", exact=True).evaluate("""link => {
        const row = link.closest('tr'), drawn = row.cloneNode(true);
        link.click();
        row.replaceWith(drawn);
        htmx.process(drawn);
    }""")
    expect(desk.heading("Gift cards")).to_be_visible()
    expect(desk.frame.locator(".is-busy, [aria-busy]")).to_have_count(0)


def test_refresh_keeps_what_was_searched(desk: Desk) -> None:
    desk.open_as(MARKETER)
    field, tiles = desk.frame.get_by_role("searchbox"), desk.frame.locator("#sites .site")
    field.fill("clay")
    expect(tiles).to_have_count(1)
    with desk.page.expect_response(lambda answer: "x-frame-refresh" in answer.request.headers) as refreshed:
        desk.frame.get_by_role("link", name="Refresh").click()
    assert "clay" in refreshed.value.url
    expect(desk.frame.locator(".is-busy, [aria-busy]")).to_have_count(0)
    expect(tiles).to_have_count(1)
    expect(field).to_have_value("clay")


def test_a_search_that_a_newer_one_overtakes_ends_in_silence(desk: Desk) -> None:
    """The end of the journey fails on any word to the console."""
    desk.open_as(MARKETER)
    field, tiles = desk.frame.get_by_role("searchbox"), desk.frame.get_by_role("article")
    held: list[Route] = []
    desk.page.route(re.compile(r"/sites/.*[?&]q=lar(&|$)"), lambda route: held.append(route))
    field.press_sequentially("lar")
    until(lambda: desk.page.wait_for_timeout(50) or held)
    field.press_sequentially("ch")
    expect(tiles).to_have_count(1)
    expect(tiles).to_contain_text("Larch & Fern Interiors")


def test_a_screen_whose_session_ends_while_it_is_read_does_not_pretend_to_load(desk: Desk) -> None:
    desk.install()
    desk.allowed.append("401 (Unauthorized)")
    desk.sign_in(EDITOR)  # for whom nothing was read yet
    desk.page.route("**/sites/", lambda route: route.fulfill(status=401, body=""))
    desk.open_app()
    expect(desk.frame.get_by_role("button", name="Reopen")).to_be_visible()
    expect(desk.frame.locator("[data-opening], .skel")).to_have_count(0)
