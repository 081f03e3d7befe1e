"""A poll that answers when its screen is gone."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Route, expect

from tests.journeys.desk import MARKETER, Desk, until

pytestmark = [pytest.mark.journey, pytest.mark.long]


def test_a_late_poll_disturbs_no_other_screen(desk: Desk) -> None:
    """Its answer says that the job is over and would be drawn where the job was; the console must stay silent."""
    desk.open_as(MARKETER)
    desk.open_site("Larch & Fern Interiors")
    desk.select("Gift cards")
    dialog = desk.act("Publish", "Publish")
    held: list[Route] = []
    desk.page.route(re.compile(r"/progress/"), lambda route: held.append(route))
    desk.confirm(dialog, "Publish")
    expect(desk.heading("Publishing 1 page")).to_be_visible()
    until(lambda: desk.page_called("Gift cards").active)
    until(lambda: desk.page.wait_for_timeout(50) or held)  # lets Playwright hand over the request
    desk.frame.get_by_role("link", name="Sites", exact=True).click()
    expect(desk.heading("Sites")).to_be_visible()
    desk.page.unroute_all()
    for route in held:
        with suppress(Error):  # the browser has given it up
            route.continue_()
    desk.open_site("Larch & Fern Interiors")
    expect(desk.frame.get_by_role("link", name=re.compile("^Activity"))).to_be_visible()
