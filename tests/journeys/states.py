"""The catalogue of states: walks that come to rest in each state a person can meet and name it.

A walk is a generator: between two names it does what a person or Bitrix24 does, at each name the test looks. Walks begin
at fresh pretend portals with the marketer's app open, if not said otherwise.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image
from playwright.sync_api import Locator, expect

from portal_emulator.model import Page
from tests.journeys.desk import ADMINISTRATOR, MARKETER, VIEWER, Desk, until

Walk = Callable[[Desk], Iterator[str]]
SITE = "Larch & Fern Interiors"
DRAFTS = ("Trade in your old sofa", "Partner kit", "Gift cards")
NORA = "Nora Quinn"
LOADING = {"sites-loading"}


def sites(desk: Desk) -> Iterator[str]:
    desk.open_as(MARKETER)
    yield "sites"
    yield from menu(desk, SITE, "menu-of-site")
    yield from filters(desk)
    desk.frame.get_by_role("link", name="Sites", exact=True).click()
    expect(desk.frame.locator(".square")).to_have_count(0)
    desk.portal.latency.command = 1.5
    desk.frame.get_by_role("link", name="Refresh").click()
    expect(desk.frame.locator(".site__facts .skel").first).to_be_visible()
    yield "sites-loading"
    desk.portal.latency.command = 0.0
    expect(desk.frame.locator(".site__facts .skel")).to_have_count(0, timeout=30_000)
    desk.frame.get_by_role("searchbox").fill("black friday")
    expect(desk.frame.get_by_role("heading", name="Nothing found")).to_be_visible()
    yield "sites-no-match"
    desk.frame.get_by_role("link", name="Show all sites").click()
    desk.portal.faults.add("502", times=None)
    desk.frame.get_by_role("link", name="Refresh").click()
    expect(desk.frame.get_by_text("Bitrix24 does not answer now.")).to_be_visible()
    yield "sites-of-before"
    desk.frame.get_by_role("link", name="Velo Nord", exact=True).click()
    expect(desk.frame.get_by_role("button", name="Copy details")).to_be_visible()
    yield "portal-unreachable"


def nothing_to_see(desk: Desk) -> Iterator[str]:
    desk.host = "127.0.0.3"
    desk.install()
    desk.frame.get_by_role("link", name="Activity").click()
    expect(desk.frame.get_by_role("heading", name="Nothing has happened yet")).to_be_visible()
    yield "activity-empty"
    desk.portal.sites.clear()
    desk.portal.pages.clear()
    desk.frame.get_by_role("link", name="Sites", exact=True).click()
    desk.frame.get_by_role("link", name="Refresh").click()
    expect(desk.frame.get_by_role("heading", name="No sites yet")).to_be_visible()
    yield "sites-empty"


def no_rights(desk: Desk) -> Iterator[str]:
    desk.install()
    desk.allowed.append("403 (Forbidden)")  # the browser reports any answer over 400
    desk.sign_in(NORA)
    desk.open_app()
    expect(desk.frame.get_by_role("heading", level=1)).to_be_visible()
    yield "no-rights"
    desk.sign_in(VIEWER)
    desk.open_app()
    desk.open_site(SITE)
    expect(desk.frame.get_by_text("You can look, not change")).to_be_visible()
    yield "site-view-only"


def site(desk: Desk) -> Iterator[str]:
    desk.open_as(MARKETER)
    desk.open_site(SITE)
    yield "site-list"
    yield from menu(desk, "Gift cards", "menu-of-page")
    desk.select(*DRAFTS)
    expect(desk.frame.get_by_role("toolbar", name="Selected pages")).to_contain_text("Selected: 3")
    yield "site-selection"
    yield from message_over_the_toolbar(desk)
    desk.frame.get_by_role("link", name="Tiles").click()
    expect(desk.frame.get_by_role("table")).to_have_count(0)
    yield "site-tiles"
    desk.frame.get_by_role("link", name="List", exact=True).click()
    open_folder(desk, "Promo")
    yield "folder"
    desk.frame.get_by_role("searchbox").fill("black friday")
    expect(desk.frame.get_by_role("heading", name="Nothing found")).to_be_visible()
    yield "site-no-match"
    desk.frame.get_by_role("link", name="Clear search").click()
    empty_folder(desk, "Promo")
    open_folder(desk, "All pages")
    desk.frame.get_by_role("link", name="Refresh").click()
    open_folder(desk, "Promo")
    expect(desk.frame.get_by_role("heading", name="No pages in this folder")).to_be_visible()
    yield "folder-empty"
    open_folder(desk, "Recycle bin")
    expect(desk.frame.get_by_role("button", name="Restore", exact=True)).to_be_visible()
    yield "recycle-bin"


def page(desk: Desk) -> Iterator[str]:
    open_page(desk, "Autumn collection 2026")
    see_previews(desk)
    yield "page-draft"
    blocks = desk.frame.get_by_role("list", name="Blocks").get_by_role("checkbox")
    blocks.nth(1).check()
    yield "page-selection"
    desk.frame.get_by_role("link", name="Published", exact=True).click()
    expect(desk.frame.get_by_text("Published version, read only")).to_be_visible()
    see_previews(desk)
    yield "page-published"
    open_page(desk, "Gift cards")
    desk.frame.get_by_role("link", name="Published", exact=True).click()
    expect(desk.frame.get_by_role("heading", name="This page has no published version")).to_be_visible()
    yield "page-never-published"


def dialogs_of_pages(desk: Desk) -> Iterator[str]:
    desk.open_as(MARKETER)
    desk.open_site(SITE)
    desk.select(*DRAFTS)
    yield from dialog(desk, "Publish", "dialog-publish")
    yield from dialog(desk, "Copy", "dialog-copy")
    yield from dialog(desk, "Clean up", "dialog-clean-up-pages")
    yield from dialog(desk, "Move to recycle bin", "dialog-trash")
    yield from dialog(desk, "Unpublish", "dialog-nothing-to-do")
    desk.frame.get_by_role("button", name="Clear selection").click()
    desk.select("Autumn collection 2026")
    yield from dialog(desk, "Unpublish", "dialog-unpublish")
    open_folder(desk, "Recycle bin")
    desk.frame.get_by_role("checkbox", name="Select all pages").check()
    yield from dialog(desk, "Restore", "dialog-restore")


def dialogs_of_blocks(desk: Desk) -> Iterator[str]:
    open_page(desk, "Autumn collection 2026")
    blocks = desk.frame.get_by_role("list", name="Blocks").get_by_role("checkbox")
    blocks.nth(1).check()
    blocks.nth(2).check()
    for action, name in (("Save to favorites", "dialog-favorite"), ("Clean up", "dialog-clean-up")):
        bar = desk.frame.get_by_role("toolbar", name="Selected blocks")
        bar.get_by_role("button", name=action, exact=True).click()
        yield from shown_dialog(desk, name)
    yield from refused_favorite(desk)
    desk.frame.get_by_role("button", name="Move to a folder", exact=True).click()
    yield from shown_dialog(desk, "dialog-move")
    desk.frame.get_by_role("list", name="Blocks").get_by_role("button", name=re.compile("^Enlarge ")).nth(
        1
    ).click()
    yield from shown_dialog(desk, "dialog-enlarged-block")


def jobs(desk: Desk) -> Iterator[str]:
    open_publish(desk, *DRAFTS)
    with no_worker(desk):
        start(desk)
        desk.job_ends_as("Waiting")
        yield "job-waiting"
    desk.job_ends_as("Done")
    yield "job-done"
    desk.frame.get_by_role("link", name="Activity", exact=True).click()
    expect(desk.heading("Activity")).to_be_visible()
    yield "activity"
    desk.frame.get_by_role("searchbox").fill("black friday")
    expect(desk.frame.get_by_role("heading", name="Nothing found")).to_be_visible()
    yield "activity-no-match"


def slow_jobs(desk: Desk) -> Iterator[str]:
    open_publish(desk, *DRAFTS)
    desk.portal.latency.command = 6.0
    start(desk)
    desk.job_ends_as("Running")
    yield "job-running"
    desk.portal.latency.command = 3.0
    desk.frame.get_by_role("button", name="Stop", exact=True).click()
    desk.job_ends_as("Stopped")
    expect(desk.frame.locator("#job-items").get_by_text("Running")).to_have_count(0, timeout=30_000)
    yield "job-stopped"


def troubled_jobs(desk: Desk) -> Iterator[str]:
    open_publish(desk, *DRAFTS)
    find(desk, "Partner kit").deleted = True
    start(desk)
    desk.job_ends_as("Done with errors")
    yield "job-with-errors"
    desk.frame.get_by_role("link", name="Sites", exact=True).click()
    desk.open_site("Cobalt Dental")
    desk.portal.tariff.max_public_pages = 0
    desk.select("Doctors", "Prices", "Reviews")
    start(desk, desk.act("Publish", "Publish"))
    desk.job_ends_as("Waiting for you")
    yield "job-parked"
    desk.frame.get_by_role("link", name="Sites", exact=True).click()
    desk.open_site("Cobalt Dental")
    expect(desk.frame.get_by_text("This job waits for you.").first).to_be_visible()
    yield "site-with-parked-job"


def settings(desk: Desk) -> Iterator[str]:
    desk.open_as(MARKETER)
    desk.frame.get_by_role("link", name="Settings").click()
    expect(desk.heading("Settings")).to_be_visible()
    yield "settings"


def broken_installation(desk: Desk) -> Iterator[str]:
    desk.portal.faults.add("500", methods=["event.bind"], times=None)
    desk.sign_in(ADMINISTRATOR)
    desk.open_app()
    expect(desk.frame.get_by_role("button", name="Try again")).to_be_visible(timeout=30_000)
    yield "installer-failed"


def refused(desk: Desk) -> Iterator[str]:
    desk.install()
    desk.allowed.append("403 (Forbidden)")
    desk.portal.member_id = "0" * 32  # a portal that says it has the app, of which the app knows nothing
    desk.open_app()
    expect(desk.frame.get_by_role("alert")).to_be_visible()
    yield "refused"


def removed_while_open(desk: Desk) -> Iterator[str]:
    desk.install()  # the installer has the portal tell us of the removal
    desk.open_as(MARKETER)
    desk.allowed += ["401 (Unauthorized)", "403 (Forbidden)"]
    desk.stack.emulator.uninstall_app(desk.portal)
    until(lambda: desk.stack.portal_status(desk.portal.member_id) != "active")
    desk.frame.get_by_role("link", name="Settings").click()
    expect(desk.frame.get_by_role("button", name="Reopen")).to_be_visible(timeout=20_000)
    yield "no-longer-installed"


def connection_lost(desk: Desk) -> Iterator[str]:
    desk.open_as(MARKETER)
    expect(desk.frame.locator(".site__facts .skel")).to_have_count(
        0
    )  # a request cut off would be told to the console
    desk.page.context.set_offline(True)
    expect(desk.frame.get_by_text("No connection")).to_be_visible()
    yield "offline"
    desk.page.context.set_offline(False)
    expect(desk.frame.get_by_text("No connection")).to_be_hidden()
    desk.portal.frame.faults.add("silent")
    desk.stack.end_sessions()
    desk.allowed += ["401 (Unauthorized)", "403 (Forbidden)"]
    desk.frame.get_by_role("link", name="Settings").click()
    expect(desk.frame.get_by_role("button", name="Reopen")).to_be_visible(timeout=20_000)
    yield "session-over"


WALKS: tuple[Walk, ...] = (
    sites, nothing_to_see, no_rights, site, page, dialogs_of_pages, dialogs_of_blocks, jobs, slow_jobs,
    troubled_jobs, settings, broken_installation, refused, removed_while_open, connection_lost,
)  # fmt: skip


def find(desk: Desk, title: str) -> Page:
    """The portal's own record of a page."""
    return next(page for page in desk.portal.pages.values() if page.title == title and not page.deleted)


def open_folder(desk: Desk, name: str) -> None:
    """Choose a folder of the open site; the list follows."""
    folders = desk.frame.get_by_role("navigation", name="Folders")
    folders.get_by_role("link", name=name, exact=True).click()
    expect(folders.get_by_role("link", name=name, exact=True)).to_have_attribute("aria-current", "page")


def empty_folder(desk: Desk, title: str) -> None:
    """On the portal somebody moves the pages of a folder away."""
    folder = next(folder for folder in desk.portal.folders.values() if folder.title == title)
    for one in desk.portal.pages.values():
        if one.folder_id == folder.id:
            one.folder_id = None


def open_page(desk: Desk, title: str) -> None:
    """From the portal's menu to a page of the first site."""
    desk.open_as(MARKETER)
    desk.open_site(SITE)
    desk.frame.get_by_role("searchbox").fill(title)
    desk.frame.get_by_role("link", name=title, exact=True).click()
    expect(desk.heading(title)).to_be_visible()


def see_previews(desk: Desk) -> None:
    """Bring every block to the eye, so that each preview has been asked for."""
    for one in desk.frame.locator("[data-scaled]").all():
        one.scroll_into_view_if_needed()
    expect(desk.frame.locator("[data-scaled] > .skel")).to_have_count(0)
    desk.page.evaluate("scrollTo(0, 0)")


def shown_dialog(desk: Desk, name: str) -> Iterator[str]:
    """The open dialog once its plan is there; Escape closes it afterwards."""
    opened = desk.frame.get_by_role("dialog")
    expect(opened).to_be_visible()
    expect(opened.locator(".skel")).to_have_count(0)
    yield name
    desk.page.keyboard.press("Escape")
    expect(opened).to_be_hidden()


def menu(desk: Desk, title: str, name: str) -> Iterator[str]:
    """The menu of a row or tile; Escape closes it afterwards."""
    desk.frame.get_by_role("button", name=f"Actions for {title}", exact=True).click()
    expect(desk.frame.get_by_role("menu")).to_be_visible()
    yield name
    desk.page.keyboard.press("Escape")
    expect(desk.frame.get_by_role("menu")).to_be_hidden()


def filters(desk: Desk) -> Iterator[str]:
    """The menu of the search field with choices, the squares of these choices, and a portal that cannot tell."""
    desk.frame.get_by_role("button", name="Filters", exact=True).click()
    for role, name in (("checkbox", "Stores"), ("checkbox", "Has changes"), ("radio", "Not published")):
        desk.frame.get_by_role(f"menuitem{role}", name=name, exact=True).click()  # type: ignore[arg-type]
    expect(desk.frame.get_by_role("heading", name="Nothing found")).to_be_visible()
    yield "sites-filters"
    desk.page.keyboard.press("Escape")
    yield "sites-no-fit"
    desk.frame.get_by_role("link", name="Show all sites").click()
    expect(desk.heading("Sites")).to_be_focused()
    desk.portal.faults.add("500", methods=["landing.landing.getlist"], times=None)
    desk.frame.get_by_role("link", name="Refresh").click()
    expect(desk.heading("Sites")).to_be_focused()
    desk.frame.get_by_role("button", name="Filters", exact=True).click()
    desk.frame.get_by_role("menuitemcheckbox", name="Has changes", exact=True).click()
    desk.page.keyboard.press("Escape")
    expect(desk.frame.get_by_text("Bitrix24 did not tell which of these")).to_be_visible()
    yield "sites-changes-unknown"
    desk.portal.faults.clear()
    desk.frame.get_by_role("link", name="Try again").click()
    expect(desk.frame.locator("#untold")).to_have_count(0)
    yield "sites-filtered"


def message_over_the_toolbar(desk: Desk) -> Iterator[str]:
    """A message while pages are selected: both can be seen."""
    desk.frame.get_by_role("button", name="Actions for Gift cards", exact=True).click()
    desk.frame.get_by_role("menuitem", name="Copy link").click()
    message = desk.frame.locator("#toasts > *")
    expect(message).to_be_visible()
    message.get_by_role("button").focus()  # stays while the focus is in it
    yield "site-message"
    message.get_by_role("button").click()
    expect(message).to_have_count(0)


def give_picture(opened: Locator) -> None:
    """A picture for the first block of the dialog `Save to favorites`; its crop area follows."""
    out = BytesIO()
    Image.new("RGB", (1600, 1000), "#3b6f8f").save(out, "PNG")
    picture = {"name": "sea.png", "mimeType": "image/png", "buffer": out.getvalue()}
    opened.locator("input[type=file]").first.set_input_files(picture)  # type: ignore[arg-type]
    expect(opened.locator(".crop__win")).to_be_visible()


def refused_favorite(desk: Desk) -> Iterator[str]:
    """A picture with its crop area; then the form comes back with what is wrong beside the fields."""
    bar = desk.frame.get_by_role("toolbar", name="Selected blocks")
    bar.get_by_role("button", name="Save to favorites", exact=True).click()
    opened = desk.frame.get_by_role("dialog")
    give_picture(opened)
    yield "dialog-favorite-picture"
    opened.get_by_role("textbox", name="Name").first.fill("")
    opened.locator("#dialog-submit").click()
    expect(opened.locator("[aria-invalid=true]").first).to_be_visible()
    yield "dialog-favorite-refused"
    desk.page.keyboard.press("Escape")
    expect(opened).to_be_hidden()


def dialog(desk: Desk, action: str, name: str) -> Iterator[str]:
    """Press a button of the toolbar and look at its dialog."""
    bar = desk.frame.get_by_role("toolbar", name="Selected pages")
    bar.get_by_role("button", name=action, exact=True).click()
    yield from shown_dialog(desk, name)


def open_publish(desk: Desk, *titles: str) -> None:
    """With the dialog Publish open for these pages."""
    desk.open_as(MARKETER)
    desk.open_site(SITE)
    desk.select(*titles)
    desk.act("Publish", "Publish")


def start(desk: Desk, *_opened: object) -> None:
    """Press the open dialog's own button; the job's screen follows."""
    desk.confirm(desk.frame.get_by_role("dialog"), "Publish")
    expect(desk.frame.locator("#job-state")).to_be_visible()


@contextmanager
def no_worker(desk: Desk) -> Iterator[None]:
    """While nobody takes jobs."""
    for name in ("portal-1", "portal-2"):
        desk.stack.kill(name)
    try:
        yield
    finally:
        for name in ("portal-1", "portal-2"):
            desk.stack.start_worker(name)
