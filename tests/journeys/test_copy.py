"""Copying pages: where to, as drafts or published, with what Bitrix24 does on the way. The portal's own state decides."""

import pytest
from playwright.sync_api import Locator, expect

from portal_emulator.model import Page
from tests.journeys.desk import EDITOR, MARKETER, Desk, until

pytestmark = [pytest.mark.journey, pytest.mark.long]
SITE, OTHER = "Larch & Fern Interiors", "Velo Nord"
LIVE, DRAFT = "Delivery", "Gift cards"


class Copying:
    """The dialog Copy for some pages, and what the portal has afterwards that it had not before."""

    def __init__(self, desk: Desk, *titles: str, person: str = MARKETER) -> None:
        desk.open_as(person)
        desk.open_site(SITE)
        desk.select(*titles)
        self.desk, self.before = desk, set(desk.portal.pages)
        self.dialog: Locator = desk.act("Copy", "Copy")

    def start(self, site: str = SITE, folder: str = "Blog", *, publish: bool = False) -> None:
        self.desk.send_to(self.dialog, site, folder)
        if publish:
            self.publish()
        self.desk.confirm(self.dialog, "Copy")

    def publish(self) -> None:
        """Choose published copies; the plan follows."""
        self.dialog.get_by_role("radio", name="Publish the copies").check()
        expect(self.dialog.get_by_role("radio", name="Publish the copies")).to_be_checked()
        expect(self.dialog.get_by_text("Copied as a draft")).to_have_count(0)

    @property
    def made(self) -> dict[str, Page]:
        """New pages of the portal by title."""
        new = [page for number, page in self.desk.portal.pages.items() if number not in self.before]
        by_title = {page.title: page for page in new}
        assert len(by_title) == len(new), [page.title for page in new]
        return by_title


def drafts(desk: Desk, page: Page) -> list[str]:
    """Codes of the blocks an editor sees."""
    return [row.code for row in desk.portal.rows_of(page) if not row.public and not row.deleted]


@pytest.mark.parametrize(
    ("site", "folder", "publish"),
    [(SITE, "Blog", False), (OTHER, "Routes", True)],
    ids=["drafts in this site", "published in another site"],
)
def test_copies_go_where_they_were_sent_and_undo_takes_them_away(
    desk: Desk, site: str, folder: str, publish: bool
) -> None:
    copying = Copying(desk, LIVE, DRAFT)
    expect(copying.dialog).to_contain_text("Bitrix24 puts a copy of a published page online at once")
    copying.start(site, folder, publish=publish)
    desk.job_ends_as("Done")
    made = copying.made
    assert made.keys() == {LIVE, DRAFT}
    for title, copy in made.items():
        source = next(page for page in desk.portal.pages.values() if page.title == title)
        assert desk.portal.sites[copy.site_id].title == site
        assert copy.folder_id == desk.folder_called(folder).id
        assert (copy.active, copy.public) == (publish, publish)
        assert drafts(desk, copy) == drafts(desk, source)
        assert (source.active, source.deleted) == (title == LIVE, False)
    desk.undo()
    assert all(copy.deleted and not copy.active for copy in made.values())
    assert desk.sent("landing.landing.copy") == 2


def test_a_copy_dropped_into_the_root_is_moved_to_its_folder(desk: Desk) -> None:
    copying = Copying(desk, LIVE)
    folder = desk.folder_called("Blog")
    # The portal does not find the folder for a moment, and then puts copies into the root without a word.
    desk.meanwhile.at("landing.landing.copy", lambda: desk.portal.folders.pop(folder.id))
    desk.meanwhile.at("landing.landing.getList", lambda: desk.portal.folders.update({folder.id: folder}))
    copying.start()
    desk.job_ends_as("Done")
    (copy,) = copying.made.values()
    assert copy.title == f"{LIVE} (copy)"  # in the root it met the page it was made of
    assert (copy.folder_id, copy.active) == (folder.id, False)
    assert desk.sent("landing.landing.move") == 1


def test_blocks_that_bitrix24_leaves_out_are_named(desk: Desk) -> None:
    del desk.portal.repository["repo_12"]  # the app of this block was removed
    copying = Copying(desk, "Pick-up points")
    copying.start()
    desk.job_ends_as("Done")
    item = desk.item("Pick-up points")
    expect(item).to_contain_text("Done")
    expect(item).to_contain_text("Bitrix24 does not copy blocks whose app is not installed: repo_12")
    assert drafts(desk, copying.made["Pick-up points"]) == ["0.menu_02", "35.7.footer"]


def test_a_folder_that_vanished_after_the_plan_gets_no_copies(desk: Desk) -> None:
    copying = Copying(desk, LIVE, DRAFT)
    desk.send_to(copying.dialog, SITE, "Blog")
    desk.folder_called("Blog").deleted = True
    desk.confirm(copying.dialog, "Copy")
    desk.job_ends_as("Done with errors")
    for title in (LIVE, DRAFT):
        expect(desk.item(title)).to_contain_text("Needs you")
        expect(desk.item(title)).to_contain_text("folder")
    assert copying.made == {}
    assert desk.sent("landing.landing.copy") == 0


def test_who_may_not_publish_may_copy_drafts_only(desk: Desk) -> None:
    copying = Copying(desk, DRAFT, person=EDITOR)
    copying.publish()
    expect(copying.dialog.get_by_role("heading", name="Not possible")).to_be_visible()
    expect(copying.dialog.get_by_role("button", name="Copy", exact=True)).to_be_disabled()
    copying.dialog.get_by_role("radio", name="Keep as drafts").check()
    expect(copying.dialog.get_by_text("Copied as a draft")).to_be_visible()
    copying.start()
    desk.job_ends_as("Done")
    assert not copying.made[DRAFT].active


def test_the_page_limit_parks_and_resume_finishes_the_same_copies(desk: Desk) -> None:
    titles = (DRAFT, "Sofa beds")
    copying = Copying(desk, *titles)
    desk.portal.tariff.max_public_pages = desk.published() + 1
    copying.start(publish=True)
    desk.job_ends_as("Waiting for you")
    expect(desk.frame.get_by_text("PUBLIC_PAGE_REACHED").first).to_be_attached()
    assert sum(copy.active for copy in copying.made.values()) == 1
    desk.portal.tariff.max_public_pages = None
    desk.press("Resume")
    desk.job_ends_as("Done")
    assert copying.made.keys() == set(titles)
    assert all(copy.active and copy.public for copy in copying.made.values())
    assert desk.sent("landing.landing.copy") == 2


def test_a_lost_answer_is_settled_by_finding_the_copy(desk: Desk) -> None:
    copying = Copying(desk, LIVE, DRAFT)
    desk.lose_answers("landing.landing.copy", times=1)
    copying.start(OTHER, "Routes")
    desk.job_ends_as("Done", timeout=60)
    assert copying.made.keys() == {LIVE, DRAFT}
    assert desk.sent("landing.landing.copy") == 2
    assert not any(copy.active for copy in copying.made.values())
    desk.undo()
    until(lambda: all(copy.deleted for copy in copying.made.values()))
