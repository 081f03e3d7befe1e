"""Publishing: over an expired token, into a plan limit, after a lost answer. The portal's own state decides."""

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import MARKETER, Desk, until

pytestmark = pytest.mark.journey
SITE = "Larch & Fern Interiors"
DRAFTS = ("Trade in your old sofa", "Partner kit", "Gift cards")


def live(desk: Desk, *titles: str) -> list[bool]:
    """Whether each page is published without pending changes on the portal."""
    by_title = {page.title: page for page in desk.portal.pages.values() if not page.deleted}
    return [by_title[title].active and by_title[title].public for title in titles]


def test_publishes_three_pages_while_the_token_expires(desk: Desk) -> None:
    desk.open_as(MARKETER)
    desk.open_site(SITE)
    desk.select(*DRAFTS)
    dialog = desk.act("Publish", "Publish")
    expect(dialog).to_contain_text("Partners")  # the inactive folder that goes live with its page
    desk.portal.expire_tokens()
    desk.confirm(dialog, "Publish")
    expect(desk.heading("Publishing 3 pages")).to_be_visible()
    desk.job_ends_as("Done")
    assert live(desk, *DRAFTS) == [True, True, True]
    partners = next(folder for folder in desk.portal.folders.values() if folder.title == "Partners")
    assert partners.active
    for title in DRAFTS:
        expect(desk.item(title)).to_contain_text("Done")
    publications = [entry for entry in desk.portal.requests if entry.method == "landing.landing.publication"]
    assert len([entry for entry in publications if not entry.error]) == 3


def test_parks_at_the_page_limit_and_resumes(desk: Desk) -> None:
    desk.open_as(MARKETER)
    desk.open_site("Cobalt Dental")
    published = sum(page.active and not page.deleted for page in desk.portal.pages.values())
    desk.portal.tariff.max_public_pages = published + 2
    titles = [
        page.title
        for page in desk.portal.pages.values()
        if desk.portal.sites[page.site_id].title == "Cobalt Dental"
    ]
    five = [title for title in titles if title][:5]
    desk.select(*five)
    desk.confirm(desk.act("Publish", "Publish"), "Publish")
    desk.job_ends_as("Waiting for you")
    expect(desk.frame.get_by_text("PUBLIC_PAGE_REACHED").first).to_be_attached()
    assert sum(live(desk, *five)) == 2
    refused = [e for e in desk.portal.requests if e.error == "PUBLIC_PAGE_REACHED"]
    assert len(refused) == 1  # one refused call, then the job waits
    desk.portal.tariff.max_public_pages = None
    desk.frame.get_by_role("button", name="Resume", exact=True).click()
    desk.job_ends_as("Done")
    assert all(live(desk, *five))


def test_a_lost_answer_is_settled_by_reading(desk: Desk) -> None:
    desk.open_as(MARKETER)
    desk.open_site(SITE)
    desk.select("Gift cards")
    dialog = desk.act("Publish", "Publish")
    desk.portal.faults.add("answer_lost", methods=["landing.landing.publication"])
    desk.confirm(dialog, "Publish")
    desk.job_ends_as("Done", timeout=60)
    assert live(desk, "Gift cards") == [True]


def test_undo_takes_offline_what_the_job_put_online(desk: Desk) -> None:
    desk.open_as(MARKETER)
    desk.open_site(SITE)
    desk.select("Gift cards")
    desk.confirm(desk.act("Publish", "Publish"), "Publish")
    desk.job_ends_as("Done")
    desk.frame.get_by_role("button", name="Undo", exact=True).click()
    until(lambda: live(desk, "Gift cards") == [False])


def test_a_killed_worker_loses_nothing(desk: Desk) -> None:
    desk.open_as(MARKETER)
    desk.open_site("Cobalt Dental")
    titles = [
        p.title for p in desk.portal.pages.values() if desk.portal.sites[p.site_id].title == "Cobalt Dental"
    ]
    desk.portal.latency.command = 0.5
    desk.select(*[title for title in titles if title][:5])
    desk.confirm(desk.act("Publish", "Publish"), "Publish")
    until(lambda: any(entry.method == "landing.landing.publication" for entry in desk.portal.requests))
    for name in ("portal-1", "portal-2"):
        desk.stack.kill(name)
    desk.stack.start_worker("portal-1")
    desk.job_ends_as("Done", timeout=90)
    desk.stack.start_worker("portal-2")
    assert all(live(desk, *[title for title in titles if title][:5]))
