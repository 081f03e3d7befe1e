"""Menus behind "…": which entries a row's state and the person's rights leave on, and what their dialogs are sent."""

import json
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from landing_app.jobs.models import Job
from tests.explorer.conftest import Html, inline_code
from tests.people import Person, open_app

if TYPE_CHECKING:
    from django.http import HttpResponse

    from portal_emulator import Emulator
    from portal_emulator.model import Page, Portal, Site

pytestmark = pytest.mark.django_db
PAGE_ENTRIES = [
    "Open page view", "Open in editor", "Page settings in Bitrix24", "Open on the site", "Copy link", "Publish",
    "Unpublish", "Copy to a folder…", "Save blocks…", "Move to a folder…", "Move to recycle bin", "Clean up…",
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


def sent(answer: "HttpResponse", button: dict[str, str], label: str) -> dict[str, object]:
    """What the entry of the button's menu posts: the values of the row and its own."""
    part = answer.content.decode().split(f'id="{button["popovertarget"]}"')[1].split("</div>")[0]
    own = re.search(rf"hx-vals='([^']*)'><span>{label}", part)
    return json.loads(button["data-values"]) | (json.loads(unescape(own[1])) if own else {})


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
    words = [
        "View pages",
        "Copy link",
        "Open site",
        "Open in Bitrix24",
        "Publish all changed pages…",
        "Copy a page here…",
    ]
    assert list(menu) == words
    marketer.client.post("/dialogs/publish_page/", sent(answer, button, "Publish all changed pages…"))
    changed = {
        page.id
        for page in portal.pages.values()
        if page.site_id == site.id and not page.deleted and page.active and not page.public
    }
    assert set(Job.objects.get().items.values_list("target_id", flat=True)) == changed


def test_a_site_without_changed_pages_says_so(marketer: Person, portal: "Portal", site: "Site", html) -> None:
    for page in portal.pages.values():
        page.public = True
    answer = marketer.client.get("/sites/")
    button = opener(html(answer), site.title)
    text = marketer.client.post(
        "/dialogs/publish_page/", sent(answer, button, "Publish all changed pages…")
    ).content.decode()
    assert "No changed pages" in text
    assert not Job.objects.exists()


def test_the_status_of_a_tile_switches_the_site(
    marketer: Person, portal: "Portal", site: "Site", html
) -> None:
    answer = marketer.client.get("/sites/")
    [button] = html(answer).labelled(f"Status of {site.title}: Published")
    assert list(entries(answer.content.decode(), button["popovertarget"])) == ["Unpublish the site…"]
    dialog = marketer.client.post("/dialogs/unpublish_site/", json.loads(button["data-values"]))
    assert "Unpublish the site?" in html(dialog).text
    assert f"{site.title}" in html(dialog).text
    job = Job.objects.get()
    marketer.client.post(f"/jobs/{job.pk}/start/")
    job.refresh_from_db()
    assert job.state != "planned"
    assert site.active  # the worker does it


def test_a_site_that_is_off_offers_itself_or_all_its_pages(
    marketer: Person, portal: "Portal", site: "Site", html
) -> None:
    site.active = False
    answer = marketer.client.get("/sites/")
    [button] = html(answer).labelled(f"Status of {site.title}: Not published")
    menu = entries(answer.content.decode(), button["popovertarget"])
    assert list(menu) == ["Publish the site…", "Publish it with all its pages…"]
    dialog = html(marketer.client.post("/dialogs/publish_site/", json.loads(button["data-values"])))
    assert "Pages that become reachable" in dialog.text
    everything = sent(answer, button, "Publish it with all its pages…")
    text = html(marketer.client.post("/dialogs/publish_page/", everything)).text
    assert "The whole site goes online." in text


def test_the_head_of_a_site_says_why_entries_are_off(
    emulator: "Emulator", portal: "Portal", site: "Site", html
) -> None:
    source = open_app(emulator, portal, "viewer").client.get(address(site)).content.decode()
    no_right = "You do not have the right to publish this site."
    assert entries(source, "menu-status-on") == {"Unpublish the site…": no_right}
    menu = entries(source, "menu-site")
    assert menu["Publish all changed pages…"] == no_right
    assert menu["Copy a page here…"] == "You do not have the right to edit this site."
    assert menu["Open site"] == menu["Copy link"] == ""


def test_the_head_of_a_page_has_its_menu(marketer: Person, portal: "Portal", site: "Site", html) -> None:
    changed = live(portal, site, active=True, public=False)
    answer = marketer.client.get(f"/sites/pages/{site.id}/pages/{changed.id}/")
    button = opener(html(answer), changed.title)
    assert button["data-settings"].endswith(f"/site/{site.id}/settings/{changed.id}/")
    menu = entries(answer.content.decode(), button["popovertarget"])
    assert list(menu) == [name.replace("Publish", "Publish changes", 1) if name == "Publish" else name
                          for name in PAGE_ENTRIES[1:] if name != "Save blocks…"]  # fmt: skip


def test_blocks_are_chosen_on_the_screen_of_their_page(
    marketer: Person, portal: "Portal", site: "Site", html
) -> None:
    changed = live(portal, site, active=True, public=False)
    answer = marketer.client.get(address(site))
    button = opener(html(answer), changed.title)
    assert entries(answer.content.decode(), button["popovertarget"])["Save blocks…"] == ""
    [link, *_] = html(answer).with_text("menuitem", "Save blocks…")
    shown = html(marketer.client.get(button["data-url"] + link["data-query"]))
    [box] = shown.labelled("Select all blocks")
    assert "data-start" in box
    assert "then press Save to favorites below." in shown.text
    assert [a["id"] for t, a in shown.tags if a.get("id") == box["aria-describedby"]]
    usual = html(marketer.client.get(button["data-url"]))
    assert "data-start" not in usual.labelled("Select all blocks")[0]


def test_blocks_are_saved_by_who_may_edit(emulator: "Emulator", portal: "Portal", site: "Site", html) -> None:
    person = open_app(emulator, portal, "viewer")
    changed = live(portal, site, active=True, public=False)
    answer = person.client.get(address(site))
    menu = entries(answer.content.decode(), opener(html(answer), changed.title)["popovertarget"])
    assert menu["Save blocks…"] == "You do not have the right to edit this site."
    asked = f"/sites/pages/{site.id}/pages/{changed.id}/?choose=blocks"
    assert "then press Save to favorites" not in html(person.client.get(asked)).text


def test_a_page_is_copied_here_from_another_site(
    marketer: Person, portal: "Portal", site: "Site", html
) -> None:
    folder = next(one for one in portal.folders_of(site.id) if not one.deleted)
    other = next(one for one in portal.sites.values() if one.title == "Velo Nord")
    asked = f"/dialogs/copy-here/pages/{site.id}/?to_folder={folder.id}"
    first = html(marketer.client.get(asked))
    chosen = [a["value"] for a in first.all("option") if "selected" in a]
    assert chosen == [str(site.id)]
    shown = html(marketer.client.get(f"{asked}&site={other.id}"))
    page = next(one for one in portal.pages_of(other.id) if not one.deleted)
    assert str(page.id) in {a["value"] for a in shown.all("option")}
    fields = {a["name"]: a["value"] for a in shown.all("input", type="hidden")}
    marketer.client.post("/dialogs/copy_page/", fields | {"site": other.id, "page": page.id})
    job = Job.objects.get()
    assert (job.options["site"], job.options["folder"]) == (site.id, folder.id)
    assert job.items.get().target_id == page.id


def test_a_page_cannot_be_copied_to_a_site_one_may_not_see(
    emulator: "Emulator", portal: "Portal", site: "Site"
) -> None:
    stranger = open_app(emulator, portal, "no_access")
    assert "<select" not in stranger.client.get(f"/dialogs/copy-here/pages/{site.id}/").content.decode()


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
