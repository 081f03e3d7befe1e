"""What a screen reader is told: every announcement of a job, and a browser that complains of nothing while offline."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.desk import MARKETER, Desk, until
from tests.journeys.frame_checks import app_frame
from tests.journeys.states import DRAFTS, SITE, no_worker, open_publish, start

pytestmark = [pytest.mark.journey, pytest.mark.long]
HEAR = """() => {
  const live = document.getElementById("live");
  window.heard = [];
  new MutationObserver(() => { if (live.textContent) window.heard.push(live.textContent); })
    .observe(live, { childList: true, characterData: true, subtree: true });
}"""


def heard(desk: Desk) -> list[str]:
    found: list[str] = app_frame(desk).evaluate("() => window.heard")
    return found


def seen(desk: Desk, condition: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something the browser does; its events reach us only while we wait in the browser's library."""
    until(lambda: desk.page.wait_for_timeout(50) or condition(), seconds)


def held_answer(desk: Desk) -> Route:
    """Click on a site; the request waits until it is continued. Later ones are not held."""
    desk.open_as(MARKETER)
    held: list[Route] = []
    desk.page.route("**/sites/pages/*/", lambda route: held.append(route), times=1)
    desk.frame.get_by_role("link", name=SITE, exact=True).click()
    seen(desk, lambda: bool(held))
    return held[0]


def test_a_job_is_announced_by_sentences_and_quarters(desk: Desk) -> None:
    open_publish(desk, *DRAFTS)
    app_frame(desk).evaluate(HEAR)
    with no_worker(desk):  # so that its screen is open before the job has begun
        start(desk)
        desk.job_ends_as("Waiting")
    desk.job_ends_as("Done")
    until(lambda: "Done" in " ".join(heard(desk)))
    desk.page.wait_for_timeout(4500)  # two more polls would speak by now
    said = heard(desk)
    assert said[0] == "Publishing 3 pages"
    assert said[-1] == "Publishing 3 pages: Done. 3 of 3 items processed"
    assert len(said) == len(set(said)), said
    quarters = {"1 of 3 items processed", "2 of 3 items processed", "3 of 3 items processed"}
    assert set(said[1:-1]) <= quarters, said
    assert len(said) <= 6


def test_polls_are_silent_without_a_connection(desk: Desk) -> None:
    desk.open_as(MARKETER)
    # What the list asks for later has come: a request under way would rightly complain.
    desk.open_site(SITE)
    desk.all_has_come()
    asked: list[Any] = []
    desk.page.on(
        "request", lambda request: asked.append(request.url) if desk.stack.app_url in request.url else None
    )
    desk.page.context.set_offline(True)
    expect(desk.frame.get_by_text("No connection.")).to_be_visible()
    asked.clear()
    desk.page.wait_for_timeout(11_000)  # the counter asks every ten seconds
    assert asked == []
    desk.page.context.set_offline(False)
    expect(desk.frame.get_by_text("No connection.")).to_be_hidden()
    seen(desk, lambda: any("/activity/counter/" in url for url in asked), seconds=25)


def test_an_answer_that_a_later_click_overtook_is_dropped(desk: Desk) -> None:
    answer = held_answer(desk)
    desk.frame.get_by_role("link", name="Settings", exact=True).click()
    expect(desk.heading("Settings")).to_be_visible()
    answer.continue_()
    desk.page.wait_for_timeout(1500)
    expect(desk.heading("Settings")).to_be_visible()
    expect(desk.frame.get_by_role("link", name="Settings", exact=True)).to_have_attribute(
        "aria-current", "page"
    )


def test_a_screen_comes_although_the_link_that_asked_is_gone(desk: Desk) -> None:
    answer = held_answer(desk)
    app_frame(desk).evaluate("() => document.getElementById('sites').remove()")
    answer.continue_()
    expect(desk.heading(SITE)).to_be_visible()
    expect(desk.heading(SITE)).to_be_focused()
    desk.frame.get_by_role("link", name="Activity", exact=True).click()
    expect(desk.heading("Activity")).to_be_visible()
    desk.page.evaluate("history.back()")
    expect(desk.heading(SITE)).to_be_visible()


def test_a_click_is_answered_although_its_screen_was_drawn_anew_meanwhile(desk: Desk) -> None:
    """The opening shows what was read before and then what is true: a click in between must not get lost."""
    answer = held_answer(desk)
    app_frame(desk).evaluate("""() => {
      const region = document.getElementById("sites");
      window.htmx.ajax("GET", "/sites/?q=Larch", { source: region, target: region });
    }""")
    expect(desk.frame.get_by_role("link", name="Velo Nord", exact=True)).to_have_count(0)
    answer.continue_()
    expect(desk.heading(SITE)).to_be_visible()
