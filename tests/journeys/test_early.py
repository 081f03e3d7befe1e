"""What a person does before the scripts are there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.desk import MARKETER, Desk, until

pytestmark = pytest.mark.journey

SCRIPTS = re.compile(r"/static/js/desk\.")
NO_FRAMES = """(() => {
  if (window.top === window) return;
  const draw = window.requestAnimationFrame;
  window.requestAnimationFrame = () => 0;
  document.addEventListener("desk:ready", () => { window.requestAnimationFrame = draw; });
})()"""


@contextmanager
def scripts_on_their_way(desk: Desk) -> Iterator[None]:
    """The app opens, and within the block none of its scripts but the first has come."""
    desk.open_as(MARKETER)
    held: list[Route] = []
    desk.page.route(SCRIPTS, lambda route: held.append(route), times=1)
    desk.open_app()
    expect(desk.heading("Sites")).to_be_visible()
    expect(desk.frame.get_by_role("searchbox")).to_be_visible()
    until(lambda: desk.page.wait_for_timeout(50) or held)
    yield
    for route in held:
        route.continue_()


def test_a_link_is_followed_once_the_scripts_are_there(desk: Desk) -> None:
    """The browser itself would lead the frame away from its session."""
    with scripts_on_their_way(desk):
        link = desk.frame.get_by_role("link", name="Larch & Fern Interiors", exact=True)
        link.click()
        expect(link).to_have_class(re.compile("is-busy"))
        desk.page.wait_for_timeout(300)
        expect(desk.heading("Sites")).to_be_visible()
    expect(desk.heading("Larch & Fern Interiors")).to_be_visible()
    desk.select("Gift cards")
    expect(desk.frame.get_by_role("toolbar", name="Selected pages")).to_be_visible()


def test_what_was_typed_and_chosen_is_shown_once_the_scripts_are_there(desk: Desk) -> None:
    with scripts_on_their_way(desk):
        every = desk.frame.get_by_role("article").count()
        desk.frame.get_by_role("combobox", name="Sort sites").select_option("title")
        field = desk.frame.get_by_role("searchbox")
        field.press_sequentially("a")
        field.press("Enter")
        desk.page.wait_for_timeout(300)
        expect(field).to_have_value("a")
    until(lambda: desk.page.wait_for_timeout(50) or is_sorted(desk, every))
    expect(field).to_have_value("a")


def is_sorted(desk: Desk, every: int) -> bool:
    """Some sites are listed but not all of them, and they stand by name."""
    headings = desk.frame.get_by_role("list", name="Sites").get_by_role("heading", level=2)
    names = headings.all_inner_texts()
    return 1 < len(names) < every and names == sorted(names, key=str.casefold)


def test_a_frame_that_draws_nothing_gets_its_scripts_all_the_same(desk: Desk) -> None:
    """As one in a slider that is not shown yet."""
    desk.open_as(MARKETER)
    desk.page.add_init_script(NO_FRAMES)
    with desk.page.expect_request("**/sites/facts/**"):  # only a script asks for them
        desk.open_app()
    desk.open_site("Larch & Fern Interiors")


def test_scripts_that_do_not_come_are_told_and_asked_for_again(desk: Desk) -> None:
    desk.open_as(MARKETER)
    desk.allowed.append("net::ERR_FAILED")
    desk.page.route(SCRIPTS, lambda route: route.abort())
    desk.open_app()
    expect(desk.frame.get_by_role("alert")).to_contain_text("Something went wrong on our side")
    desk.page.unroute(SCRIPTS)
    desk.frame.get_by_role("button", name="Try again").click()
    expect(desk.heading("Sites")).to_be_visible()
    desk.open_site("Larch & Fern Interiors")
