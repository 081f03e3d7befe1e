"""The emulator panel in a browser: people, plan, failures, versions."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.emulator.frame_browser import Desk, chromium

browser = pytest.fixture(scope="module")(chromium)


@pytest.fixture
def desk(browser: Browser) -> Iterator[Desk]:
    """The portal's home page with the panel open."""
    with Desk(browser) as running:
        running.sign_in("administrator")
        running.tab.goto(running.portal.origin)
        running.tab.get_by_text("Emulator panel", exact=True).click()
        yield running
        assert running.errors == []


def done(desk: Desk) -> None:
    expect(desk.tab.locator(".panel__state")).to_have_text("Done.")


def test_the_plan_is_switched(desk: Desk) -> None:
    desk.tab.get_by_label("Published pages at most").fill("3")
    desk.tab.get_by_label("Published pages at most").blur()
    done(desk)
    assert desk.portal.tariff.max_public_pages == 3
    with desk.tab.expect_response("**/tariff"):
        desk.tab.get_by_label("Market subscription").uncheck()
    with desk.tab.expect_response("**/tariff"):
        desk.tab.get_by_label("Published pages at most").fill("")
        desk.tab.get_by_label("Published pages at most").blur()
    assert desk.portal.tariff.max_public_pages is None
    assert desk.portal.tariff.market_subscription is False


def test_failures_are_planned_and_cleared(desk: Desk) -> None:
    desk.tab.get_by_label("Kind of failure").select_option("answer_lost")
    desk.tab.get_by_label("How many times").fill("2")
    desk.tab.get_by_role("button", name="Plan", exact=True).click()
    done(desk)
    assert [(fault.kind, fault.times) for fault in desk.portal.faults.planned()] == [("answer_lost", 2)]
    with desk.tab.expect_response("**/faults/clear"):
        desk.tab.get_by_role("button", name="Clear failures").click()
    assert desk.portal.faults.planned() == []


def test_another_person_stays_on_the_same_page(desk: Desk) -> None:
    desk.tab.goto(desk.portal.origin + "/settings/license_all.php?subscr=o")
    desk.tab.get_by_text("Emulator panel", exact=True).click()
    with desk.tab.expect_navigation():
        desk.tab.get_by_label("Person").select_option("viewer")
    assert desk.tab.url.endswith("/settings/license_all.php?subscr=o")
    expect(desk.tab.locator(".who")).to_contain_text("Victor Hale")


def test_language_and_version(desk: Desk) -> None:
    with desk.tab.expect_navigation():
        desk.tab.get_by_label("Language").select_option("ru")
    expect(desk.tab.get_by_role("heading", name="Кто работает?")).to_be_visible()
    desk.tab.get_by_text("Emulator panel", exact=True).click()
    with desk.tab.expect_navigation():
        desk.tab.get_by_role("button", name="Update to a new version").click()
    assert desk.portal.installation.version == 2
    assert not desk.portal.installation.finished


def test_a_renamed_portal_keeps_its_person(desk: Desk) -> None:
    old = desk.portal.origin
    with desk.tab.expect_navigation(url="**127.0.0.41**"):
        desk.tab.get_by_role("button", name="Rename the portal").click()
    expect(desk.tab.locator(".who")).to_contain_text("Ann Lee")
    assert desk.portal.origin != old
    assert desk.context.request.get(old + "/sites/", max_redirects=0).status == 302
