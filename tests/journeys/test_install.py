"""Install as the administrator, open as others, uninstall and install again."""

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import ADMINISTRATOR, MARKETER, VIEWER, Desk, until

pytestmark = pytest.mark.journey


def test_installer_finishes_by_itself_and_shows_the_sites(desk: Desk) -> None:
    desk.install()
    assert desk.portal.installation.finished
    assert [binding.event.upper() for binding in desk.portal.installation.events] == ["ONAPPUNINSTALL"]
    bound = {placement.placement for placement in desk.portal.installation.placements}
    assert bound == {"LANDING_SETTINGS", "LANDING_BLOCK_*"}
    expect(desk.frame.get_by_role("link", name="Larch & Fern Interiors", exact=True)).to_be_visible()
    # The service site of CRM forms is not a site people work with.
    expect(desk.frame.get_by_text("crm_forms")).to_have_count(0)


def drafts_of(desk: Desk, title: str) -> int:
    """How many blocks the draft of a page has in the portal."""
    page = next(page for page in desk.portal.pages.values() if page.title == title)
    return len([row for row in desk.portal.rows_of(page) if not row.public and not row.deleted])


def test_marketer_opens_the_app_and_walks_to_a_block(desk: Desk) -> None:
    desk.open_as(MARKETER)
    desk.open_site("Larch & Fern Interiors")
    row = desk.frame.get_by_role("row").filter(has_text="Gift cards")
    expect(row.locator("td.c-blocks")).to_have_text(str(drafts_of(desk, "Gift cards")))
    expect(desk.frame.locator("td.c-blocks", has_text="–")).to_have_count(0)
    folders = desk.frame.get_by_role("navigation", name="Folders")
    folders.get_by_role("link", name="Promo", exact=True).click()
    desk.frame.get_by_role("link", name="Autumn collection 2026", exact=True).click()
    expect(desk.heading("Autumn collection 2026")).to_be_visible()
    blocks = desk.frame.get_by_role("list", name="Blocks").get_by_role("listitem")
    expect(blocks).to_have_count(drafts_of(desk, "Autumn collection 2026"))
    assert not desk.broken_images()


def test_before_the_installer_ran_others_get_no_frame(desk: Desk) -> None:
    desk.sign_in(MARKETER)
    desk.open_app()
    expect(desk.page.locator("iframe[id^=appframe_]")).to_have_count(0)


def test_viewer_sees_why_the_controls_are_off(desk: Desk) -> None:
    desk.open_as(VIEWER)
    desk.open_site("Larch & Fern Interiors")
    desk.select("Gift cards")
    publish = desk.frame.get_by_role("toolbar", name="Selected pages").get_by_role(
        "button", name="Publish", exact=True
    )
    expect(publish).to_be_disabled()
    expect(desk.frame.get_by_text("You can look, not change")).to_be_visible()


def test_uninstall_and_install_again(desk: Desk) -> None:
    desk.install()
    desk.all_has_come()
    desk.stack.emulator.uninstall_app(desk.portal)
    until(lambda: desk.stack.portal_status(desk.portal.member_id) != "active")
    # The OAuth server confirms the removal, so what was stored is erased.
    until(lambda: desk.stack.portal_status(desk.portal.member_id) in {"gone", None}, seconds=40)
    desk.stack.emulator.install_app(desk.portal, finished=False)
    desk.sign_in(ADMINISTRATOR)
    desk.open_app()
    expect(desk.heading("Sites")).to_be_visible()
    assert desk.stack.portal_status(desk.portal.member_id) == "active"


def test_forged_uninstall_erases_nothing(desk: Desk) -> None:
    desk.open_as(MARKETER)
    desk.all_has_come()
    token = desk.portal.installation.application_token
    desk.stack.post_event("ONAPPUNINSTALL", desk.portal, application_token=token)
    # The portal is paused until the OAuth server says that the app is still there; then work goes on.
    until(lambda: desk.stack.portal_status(desk.portal.member_id) == "active", seconds=40)
    desk.open_app()
    expect(desk.heading("Sites")).to_be_visible()
