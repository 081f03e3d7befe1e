"""The catalogue of states, second part: what people meet rarely, so that nobody would see by chance that it went wrong.

Placeholders are held: the answer that would replace them waits in the browser, or nobody makes the plan.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import time
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import redis
from playwright.sync_api import Locator, Route, expect

from tests.journeys.desk import EDITOR, MARKETER, Desk, until
from tests.journeys.states import (
    SITE,
    Walk,
    give_picture,
    no_worker,
    open_publish,
    see_previews,
    shown_dialog,
    start,
)
from tests.refusals import refusing_uploads

ATTEMPTS = 10
MANY = 300  # more pages than are planned within the request


def refused_picture(desk: Desk) -> Iterator[str]:
    """Bitrix24 takes no picture for a favorite; the other block has none and is saved."""
    open_site_page(desk, "Autumn collection 2026")
    blocks = desk.frame.get_by_role("list", name="Blocks").get_by_role("checkbox")
    for place in (1, 2):
        blocks.nth(place).check()
    bar = desk.frame.get_by_role("toolbar", name="Selected blocks")
    bar.get_by_role("button", name="Save to favorites", exact=True).click()
    opened = desk.frame.get_by_role("dialog")
    give_picture(opened)
    with refusing_uploads():
        desk.confirm(opened, "Save")
        desk.job_ends_as("Done with errors")
    expect(desk.frame.get_by_role("button", name="Save without picture")).to_be_visible()
    yield "job-picture-refused"


def publish_behind_a_parked_job(desk: Desk) -> Iterator[str]:
    open_publish(desk, "Trade in your old sofa", "Partner kit")
    desk.portal.tariff.max_public_pages = 0
    start(desk)
    desk.job_ends_as("Waiting for you")
    desk.frame.get_by_role("link", name="Sites", exact=True).click()
    desk.open_site(SITE)
    desk.select("Gift cards")
    opened = desk.act("Publish", "Publish")
    expect(opened.get_by_text("Another job waits for that")).to_be_visible()
    yield from shown_dialog(desk, "dialog-publish-behind-a-parked-job")


def too_many_attempts(desk: Desk) -> Iterator[str]:
    """Somebody behind the same address posts dead access tokens without an end."""
    desk.allowed.append("429 (Too Many Requests)")
    desk.open_as(MARKETER)
    with no_more_openings(desk):
        desk.open_app()
        expect(desk.frame.get_by_role("alert")).to_contain_text("Too many attempts")
        yield "too-many-attempts"


def opening(desk: Desk) -> Iterator[str]:
    """The first opening of Sites and of a placement on a page: what stands there until the answer comes."""
    desk.install()  # by the installer, which binds the placement
    desk.sign_in(EDITOR)  # for whom nothing was read yet
    for state, path, show in (
        ("opening-sites", "**/sites/", desk.open_app),
        ("opening-placement", "**/placements/screen/**", lambda: open_placement(desk)),
    ):
        with held_answers(desk, path) as held:
            show()
            until(lambda: desk.page.wait_for_timeout(50) or held)
            yield state
        expect(desk.frame.locator("[data-opening]")).to_have_count(0)


def large_plan(desk: Desk) -> Iterator[str]:
    """The dialog of more pages than are planned within the request, before and after the plan is there."""
    desk.stack.renew_portals(pages=MANY)
    desk.open_as(MARKETER)
    desk.open_site("Warehouse catalog")
    desk.frame.get_by_role("checkbox", name="Select all pages").check()
    desk.frame.get_by_role("button", name=re.compile("^Select all ")).click()
    with no_worker(desk):
        desk.act("Publish", "Publish")
        expect(desk.frame.get_by_role("dialog").locator(".skel").first).to_be_visible()
        yield "dialog-planning"
    expect(desk.frame.get_by_role("dialog").locator(".skel")).to_have_count(0, timeout=60_000)
    yield "dialog-of-many"


def late_previews(desk: Desk) -> Iterator[str]:
    with held_answers(desk, re.compile(r"/pages/\d+/draft/\d+/$")):
        open_site_page(desk, "Autumn collection 2026")
        expect(desk.frame.locator("[data-scaled] > .skel").first).to_be_visible()
        yield "page-loading"
    see_previews(desk)


def mistyped_confirmation(desk: Desk) -> Iterator[str]:
    """Deleting for good with other words than those that were asked for."""
    page = desk.page_called("Questions and answers")
    for row in [row for row in desk.portal.rows_of(page) if not row.public][1:3]:
        row.deleted = True
    open_site_page(desk, page.title)
    desk.press("Clean up blocks and files")
    desk.press("Blocks cleaned up before")
    opened: Locator = desk.frame.get_by_role("dialog", name="Delete 2 blocks for good?")
    expect(opened).to_be_visible()
    yield "dialog-delete-for-good"
    opened.get_by_role("textbox").fill("delete 3 blocks")
    opened.get_by_role("button", name="Delete for good", exact=True).click()
    expect(opened.locator("[aria-invalid=true]")).to_be_focused()
    yield from shown_dialog(desk, "dialog-delete-for-good-mistyped")


def open_site_page(desk: Desk, title: str) -> None:
    """From the portal's menu to a page of the first site."""
    desk.open_as(MARKETER)
    desk.open_site(SITE)
    desk.open_page(title)


@contextmanager
def no_more_openings(desk: Desk) -> Iterator[None]:
    """Posts that proved nothing came from the browser's address; many more follow within the minute."""
    body = urlencode({"AUTH_ID": "dead", "member_id": desk.portal.member_id}).encode()
    for _ in range(ATTEMPTS):
        with suppress(HTTPError), urlopen(f"{desk.stack.app_url}/app/", data=body, timeout=10):
            pass
    with redis.Redis.from_url(desk.stack.redis.url) as connection:
        (bucket,) = connection.scan_iter("attempts:unproved:*", count=1000)
        connection.set(bucket, time() + 160)  # it holds 120, and loses one a second
    try:
        yield
    finally:
        desk.stack.forget("attempts:unproved:*")


@contextmanager
def held_answers(desk: Desk, path: str | re.Pattern[str]) -> Iterator[list[Route]]:
    """What the frame asks for there waits in the browser until the end."""
    held: list[Route] = []
    desk.page.route(path, lambda route: held.append(route))
    try:
        yield held
    finally:
        for route in held:
            route.continue_()
        desk.page.unroute(path)


def open_placement(desk: Desk) -> None:
    """From Bitrix24's editor of a page, press the button that the app put there."""
    page = desk.page_called("Autumn collection 2026")
    # Bitrix24 keeps the height of such a frame, and the app never gets lower than it was opened.
    desk.page.set_viewport_size({"width": 1280, "height": 700})
    desk.page.goto(f"{desk.portal.origin}/sites/site/{page.site_id}/view/{page.id}/")
    desk.page.get_by_role("button", name="Page Desk").first.click()


RARE_WALKS: tuple[Walk, ...] = (
    refused_picture, publish_behind_a_parked_job, too_many_attempts, opening, large_plan, late_previews,
    mistyped_confirmation,
)  # fmt: skip
RARE_LOADING = {"opening-sites", "opening-placement", "dialog-planning", "page-loading"}
