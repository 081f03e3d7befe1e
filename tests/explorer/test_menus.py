"""Menus behind "…": which entries a row's state and the person's rights leave on, and what their dialogs are sent."""

import json
import re
from typing import TYPE_CHECKING

import pytest

from landing_app.jobs.models import Job
from tests.explorer.conftest import Html, inline_code
from tests.people import Person, open_app

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import Page, Portal, Site

pytestmark = pytest.mark.django_db
PAGE_ENTRIES = [
    "Open page view", "Open in editor", "Open on the site", "Copy link", "Publish", "Unpublish",
    "Copy to a folder…", "Move to a folder…", "Clean up…",
]  # fmt: skip


def address(site: "Site", **query: object) -> str:
    return f"/sites/pages/{site.id}/?" + "&".join(f"{name}={value}" for name, value in query.items())


def live(portal: "Portal", site: "Site", *, active: bool, public: bool) -> "Page":
    return next(
        page
        for page in portal.pages.values()
        if page.site_id == site.id and not page.deleted and (page.active, page.public) == (active, public)
    )


def opener(shown: Html, name: str) -> dict[str, str]:
    [button] = shown.labelled(f"Actions for {name}")
    return button


def entries(source: str, menu: str) -> dict[str, str]:
    """Words of the entries of a menu to why they are off."""
    part = re.search(rf'id="{menu}" popover.*?</div>', source, re.S)[0]  # type: ignore[index]
    found = re.findall(r'role="menuitem"[^>]*><span>([^<]*)(?:<small>([^<]*)</small>)?', part)
    return dict(found)


@pytest.mark.parametrize("view", ["list", "tiles"])
def test_a_row_has_a_menu_that_fits_its_state(
    marketer: Person, portal: "Portal", site: "Site", html, view: str
) -> None:
    draft = live(portal, site, active=False, public=False)
    answer = marketer.client.get(address(site, view=view))
    button = opener(html(answer), draft.title)
    assert button["aria-haspopup"] == "menu"
    menu = entries(answer.content.decode(), button["popovertarget"])
    assert list(menu) == PAGE_ENTRIES
    off = {"Open on the site": "The page is not published.", "Unpublish": "The page is not published."}
    assert {name: why for name, why in menu.items() if why} == off
    assert inline_code(answer.content.decode().replace("&quot;", "")) == []


def test_changed_pages_offer_their_changes_and_published_ones_nothing_to_publish(
    marketer: Person, portal: "Portal", site: "Site", html
) -> None:
    changed = live(portal, site, active=True, public=False)
    settled = live(portal, site, active=True, public=True)
    answer = marketer.client.get(address(site))
    source = answer.content.decode()
    menu = entries(source, opener(html(answer), changed.title)["popovertarget"])
    assert menu["Publish changes"] == ""
    assert menu["Open on the site"] == ""
    menu = entries(source, opener(html(answer), settled.title)["popovertarget"])
    assert menu["Publish"] == "Nothing was changed since it was published."


def test_what_a_person_may_not_is_off_and_says_why(
    emulator: "Emulator", portal: "Portal", site: "Site", html
) -> None:
    answer = open_app(emulator, portal, "viewer").client.get(address(site))
    changed = live(portal, site, active=True, public=False)
    menu = entries(answer.content.decode(), opener(html(answer), changed.title)["popovertarget"])
    assert menu["Publish changes"] == "You do not have the right to publish this site."
    assert menu["Move to a folder…"] == "You do not have the right to delete pages of this site."
    assert menu["Open in editor"] == ""


def test_a_page_in_the_recycle_bin_can_only_be_looked_at_and_restored(
    marketer: Person, portal: "Portal", site: "Site", html
) -> None:
    gone = live(portal, site, active=False, public=False)
    gone.deleted = True
    answer = marketer.client.get(address(site, folder="trash"))
    menu = entries(answer.content.decode(), opener(html(answer), gone.title)["popovertarget"])
    assert list(menu) == ["Open page view", "Restore"]


def test_the_values_of_a_row_open_the_dialog_of_that_row(
    marketer: Person, portal: "Portal", site: "Site", html
) -> None:
    draft = live(portal, site, active=False, public=False)
    values = json.loads(opener(html(marketer.client.get(address(site))), draft.title)["data-values"])
    marketer.client.post("/dialogs/publish_page/", values)
    assert Job.objects.get().items.get().target_id == draft.id


def test_a_tile_of_a_site_publishes_all_its_changed_pages(
    marketer: Person, portal: "Portal", site: "Site", html
) -> None:
    answer = marketer.client.get("/sites/")
    button = opener(html(answer), site.title)
    menu = entries(answer.content.decode(), button["popovertarget"])
    words = ["View pages", "Copy link", "Open site", "Open in Bitrix24", "Publish all changed pages…"]
    assert list(menu) == words
    marketer.client.post("/dialogs/publish_page/", json.loads(button["data-values"]))
    changed = {
        page.id
        for page in portal.pages.values()
        if page.site_id == site.id and not page.deleted and page.active and not page.public
    }
    assert set(Job.objects.get().items.values_list("target_id", flat=True)) == changed


def test_a_site_without_changed_pages_says_so(marketer: Person, portal: "Portal", site: "Site", html) -> None:
    for page in portal.pages.values():
        page.public = True
    button = opener(html(marketer.client.get("/sites/")), site.title)
    text = marketer.client.post("/dialogs/publish_page/", json.loads(button["data-values"])).content.decode()
    assert "No changed pages" in text
    assert not Job.objects.exists()


def test_a_block_can_be_enlarged_by_who_may_only_look(
    emulator: "Emulator", portal: "Portal", site: "Site", html
) -> None:
    page = live(portal, site, active=True, public=True)
    viewer = open_app(emulator, portal, "viewer")
    answer = viewer.client.get(f"/sites/pages/{site.id}/pages/{page.id}/")
    menu = entries(answer.content.decode(), "menu-block")
    assert menu["Enlarge"] == ""
    assert menu["Save to favorites"] == "You do not have the right to edit this site."
    [zoom, *_] = [a for tag, a in html(answer).tags if a.get("class") == "blk__zoom"]
    large = html(viewer.client.get(zoom["hx-get"]))
    [frame] = large.all("iframe")
    assert frame["sandbox"] == ""
    assert zoom["aria-label"] == f"Enlarge {frame['title']}"
    preview = viewer.client.get(frame["src"])
    assert preview.status_code == 200
    assert "overflow: hidden }" not in preview.content.decode().split(".preview-ground")[0]
    assert preview["Content-Security-Policy"].startswith("sandbox; default-src 'none';")


def test_the_preview_of_a_menu_is_a_strip(marketer: Person, portal: "Portal", site: "Site", html) -> None:
    page = live(portal, site, active=True, public=True)
    codes = [row.code for row in portal.rows_of(page) if not row.public and not row.deleted]
    shown = html(marketer.client.get(f"/sites/pages/{site.id}/pages/{page.id}/"))
    boxes = [a["class"] for _, a in shown.tags if a.get("class", "").startswith("blk__pic")]
    assert [" is-low" in box for box in boxes] == [code.startswith("0.menu") for code in codes]
    assert any(" is-low" in box for box in boxes)


def test_a_block_that_is_gone_is_said(marketer: Person, portal: "Portal", site: "Site") -> None:
    page = live(portal, site, active=True, public=True)
    gone = f"/sites/pages/{site.id}/pages/{page.id}/draft/999999/large/"
    assert "This block is not here" in marketer.client.get(gone).content.decode()
