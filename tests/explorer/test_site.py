"""The screen of a site: folders, rows, filters, toolbar, rights, and what it costs the portal."""

import dataclasses
import re

import pytest

from landing_app.jobs.models import Job
from portal_emulator.builders import add_folder, add_page
from portal_emulator.model import Page
from tests.explorer.conftest import inline_code
from tests.people import open_app

pytestmark = pytest.mark.django_db


def address(site, **query) -> str:
    return f"/sites/pages/{site.id}/" + (
        "?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else ""
    )


def live_pages(portal, site) -> list[Page]:
    return [page for page in portal.pages.values() if page.site_id == site.id and not page.deleted]


def requests_made(portal) -> list[str]:
    return [entry.method for entry in portal.requests if not entry.in_batch]


def test_labels_of_the_screen_are_the_fixed_ones(marketer, portal, site, html) -> None:
    page = html(marketer.client.get(address(site)))
    assert page.all("nav", aria_label="Folders")
    for name in ("All pages", "Site root", "Recycle bin"):
        assert len(page.with_text("a", name)) == 1, name
    for folder in portal.folders_of(site.id):
        if not folder.deleted:
            assert page.with_text("a", folder.title), folder.title
    assert page.all("input", type="search")
    assert page.labelled("Select all pages")
    assert page.all("div", role="toolbar", aria_label="Selected pages")
    for name in ("Publish", "Unpublish", "Copy", "Clean up", "Move to recycle bin"):
        [button] = page.with_text("button", name)
        assert "disabled" in button
        assert button["hx-post"].startswith("/dialogs/")
        assert button["hx-target"] == "#dialog-slot"
    assert next(a for t, a in page.tags if t == "h1")["title"] == site.title


def test_each_row_has_a_checkbox_a_link_and_a_status(marketer, portal, site, html) -> None:
    shown = html(marketer.client.get(address(site)))
    boxes = shown.all("input", name="page")
    assert 0 < len(boxes) <= 20
    for box in boxes:
        name = box["aria-label"].removeprefix("Select ")
        links = [a for a in shown.with_text("a", name) if a.get("id") == f"title-{box['value']}"]
        assert [link["href"] for link in links] == [f"/sites/pages/{site.id}/pages/{box['value']}/"]
    statuses = {words for _, words in shown.texts} & {"Published", "Changed", "Not published"}
    assert statuses


def test_a_site_of_200_pages_opens_with_at_most_two_requests(marketer, portal, site) -> None:
    model = live_pages(portal, site)[0]
    for number in range(200):
        key = 500_000 + number
        portal.pages[key] = dataclasses.replace(model, id=key, title=f"Page {number}", code=f"page{number}")
    portal.requests.clear()
    answer = marketer.client.get(address(site))
    assert answer.status_code == 200
    assert 1 <= len(requests_made(portal)) <= 2
    portal.requests.clear()
    for number in range(2, 6):
        assert marketer.client.get(address(site, page=number)).status_code == 200
    assert requests_made(portal) == []


def test_status_and_search_keep_only_what_matches(marketer, portal, site, html) -> None:
    pages = live_pages(portal, site)
    wanted = {str(page.id) for page in pages if page.active and not page.public}
    shown = html(marketer.client.get(address(site, status="changed")))
    assert {box["value"] for box in shown.all("input", name="page")} == wanted
    target = pages[3]
    shown = html(marketer.client.get(address(site, q=target.title.replace(" ", "+"))))
    assert str(target.id) in {box["value"] for box in shown.all("input", name="page")}
    nothing = html(marketer.client.get(address(site, q="no-such-page-anywhere")))
    assert "Nothing found" in nothing.text
    assert "No page has “no-such-page-anywhere” in its title or address." in nothing.text
    for part in ({"folder": "root"}, {"status": "published"}):
        nothing = html(marketer.client.get(address(site, q="no-such-page-anywhere", **part)))
        assert "No page here has “no-such-page-anywhere” in its title or address." in nothing.text


def test_a_folder_shows_the_pages_lying_in_it(marketer, portal, site, html) -> None:
    folder = next(
        f for f in portal.folders_of(site.id) if any(p.folder_id == f.id for p in live_pages(portal, site))
    )
    wanted = {str(page.id) for page in live_pages(portal, site) if page.folder_id == folder.id}
    shown = html(marketer.client.get(address(site, folder=folder.id)))
    assert {box["value"] for box in shown.all("input", name="page")} == wanted
    [current] = [a for a in shown.with_text("a", folder.title) if a.get("aria-current")]
    assert current["href"].endswith(f"?folder={folder.id}")


def test_the_recycle_bin_offers_restore_only(marketer, portal, site, html) -> None:
    gone = live_pages(portal, site)[0]
    gone.deleted, gone.active = True, False
    shown = html(marketer.client.get(address(site, folder="trash")))
    assert str(gone.id) in {box["value"] for box in shown.all("input", name="page")}
    assert shown.with_text("button", "Restore")
    assert not shown.with_text("button", "Publish")


def test_a_part_of_the_screen_is_answered_to_its_target(marketer, site) -> None:
    rows = marketer.client.get(address(site), headers={"HX-Target": "pages"}).content.decode()
    assert rows.strip().startswith('<div id="pages"')
    assert "<h1" not in rows
    body = marketer.client.get(address(site), headers={"HX-Target": "site-body"}).content.decode()
    assert 'id="folders"' in body
    assert "<h1" not in body


def test_equal_and_empty_titles_get_their_address(marketer, portal, site, html) -> None:
    first, second, third = live_pages(portal, site)[:3]
    first.title = second.title = "Twin"
    third.title = ""
    shown = html(marketer.client.get(address(site)))
    labels = [box["aria-label"] for box in shown.all("input", name="page")]
    assert len(labels) == len(set(labels))
    twins = [label for label in labels if label.startswith("Select Twin")]
    assert len(twins) == 2
    assert all(label.startswith("Select Twin (/") for label in twins)
    assert any(label.startswith("Select (/") for label in labels)


def test_hostile_titles_are_text(marketer, portal, site) -> None:
    title = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    live_pages(portal, site)[0].title = title
    next(iter(portal.folders_of(site.id))).title = title
    site.title = title
    source = marketer.client.get(address(site)).content.decode()
    assert "<script>alert(1)" not in source
    assert "<img src=x" not in source
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in source
    assert inline_code(source.replace("&quot;", "")) == []


def test_a_viewer_sees_why_buttons_are_off(viewer, site, html) -> None:
    shown = html(viewer.client.get(address(site)))
    assert "You can look, not change" in shown.text
    for name in ("Publish", "Unpublish", "Copy", "Clean up", "Move to recycle bin"):
        [button] = shown.with_text("button", name)
        assert {"disabled", "data-locked"} <= button.keys()
        assert button["title"].startswith("You do not have the right to")


def test_who_may_edit_but_not_publish_is_told_so(emulator, portal, site, html) -> None:
    editor = open_app(emulator, portal, "editor")
    shown = html(editor.client.get(address(site)))
    [publish] = shown.with_text("button", "Publish")
    assert publish["title"] == "You do not have the right to publish this site."
    [copy] = shown.with_text("button", "Copy")
    assert "data-locked" not in copy


@pytest.mark.parametrize(
    "path", ["/sites/pages/999999/", "/sites/knowledge/3/", "/sites/pages/3/pages/999999/"]
)
def test_an_unknown_id_is_a_screen_of_its_own(marketer, html, path) -> None:
    answer = marketer.client.get(path)
    assert answer.status_code == 404
    assert "This site or page is not here" in html(answer).text
    assert answer["HX-Retarget"] == "#main"


def test_another_tenants_site_does_not_exist(emulator, portal, other_portal, marketer, html) -> None:
    theirs = max(other_portal.sites)
    while theirs in portal.sites:
        other_portal.sites[theirs + 1000] = dataclasses.replace(other_portal.sites[theirs], id=theirs + 1000)
        theirs += 1000
    answer = marketer.client.get(f"/sites/pages/{theirs}/")
    assert answer.status_code == 404
    assert other_portal.sites[theirs].title not in answer.content.decode()


def test_someone_without_rights_sees_no_site(emulator, portal, site) -> None:
    stranger = open_app(emulator, portal, "no_access")
    answer = stranger.client.get(address(site))
    assert answer.status_code in (403, 404)
    assert site.title not in answer.content.decode()


def test_without_a_session_there_is_only_401(client, site) -> None:
    answer = client.get(address(site))
    assert (answer.status_code, answer.json()) == (401, {"error": "session_expired"})


def test_a_silent_portal_shows_the_old_list_and_says_so(marketer, portal, site, html, monkeypatch) -> None:
    from landing_app.portals import readings

    marketer.client.get(address(site))
    monkeypatch.setattr(readings, "FRESH", readings.FRESH * 0)
    portal.faults.add("502", times=None)
    shown = html(marketer.client.get(address(site)))
    assert "You see what we read before." in shown.text
    assert shown.all("input", name="page")


def test_a_post_of_an_ended_session_is_asked_to_renew_and_not_refused(marketer, site) -> None:
    marketer.frame.revoked_at = marketer.frame.proved_at
    marketer.frame.save()
    marketer.client.handler.enforce_csrf_checks = True
    answer = marketer.client.post("/dialogs/publish_page/", {"scope": "pages", "site": site.id, "all": "1"})
    assert (answer.status_code, answer.json()) == (401, {"error": "session_expired"})


def test_pages_of_a_folder_in_the_recycle_bin_lie_there_too_and_say_why(marketer, portal, site, html) -> None:
    folder = add_folder(portal, site, "Old promo", "old-promo")
    page = add_page(portal, site, "Winter sale", "winter", folder_id=folder.id)
    folder.deleted = True
    answer = marketer.client.get(address(site, folder="trash"))
    shown = html(answer)
    assert f"p-{page.id}" in {a.get("id") for _, a in shown.tags}
    assert "Folder in recycle bin" in shown.text
    assert "Restore its folder in Bitrix24 first." in answer.content.decode()
    values = {"scope": "pages", "site": site.id, "folder": "trash", "page": page.id}
    dialog = marketer.client.post("/dialogs/restore_page/", values).content.decode()
    assert "The folder of this page is in the recycle bin" in dialog
    assert f"p-{page.id}" not in marketer.client.get(address(site)).content.decode()


def test_a_tile_counts_no_pages_of_a_folder_in_the_recycle_bin(marketer, portal, site, html) -> None:
    folder = add_folder(portal, site, "Old promo", "old-promo", deleted=True)
    visible = len(live_pages(portal, site))
    add_page(portal, site, "Winter sale", "winter", folder_id=folder.id)
    facts = html(marketer.client.get(f"/sites/facts/?ids={site.id}"))
    assert f"{visible} pages" in facts.text


def test_pages_are_kept_by_who_modified_them(marketer, portal, site, html) -> None:
    pages = live_pages(portal, site)
    mine, other = pages[0], pages[1]
    mine.modified_by, other.modified_by = marketer.row.user_id, 1
    wanted = {str(page.id) for page in pages if page.modified_by == marketer.row.user_id}
    first = html(marketer.client.get(address(site)))
    assert {"value": str(marketer.row.user_id)} in first.all("option")
    shown = html(marketer.client.get(address(site, by=marketer.row.user_id)))
    assert {box["value"] for box in shown.all("input", name="page")} == wanted
    answer = marketer.client.post(
        "/dialogs/copy_page/", {"scope": "pages", "site": site.id, "all": "1", "by": marketer.row.user_id}
    )
    assert answer.status_code == 200
    assert {str(item.target_id) for item in Job.objects.get().items.all()} == wanted


def test_changed_only_is_one_click_there_and_back(marketer, site, html) -> None:
    [chip] = html(marketer.client.get(address(site))).with_text("a", "Changed only")
    assert chip["hx-vals"] == '{"status":"changed"}'
    [chip] = html(marketer.client.get(address(site, status="changed"))).with_text("a", "Changed only")
    assert (chip["hx-vals"], chip["aria-current"]) == ('{"status":""}', "true")
    assert chip["href"] == address(site) + "?"


def bin_size(portal, site) -> int:
    return sum(page.site_id == site.id and page.deleted for page in portal.pages.values())


def number_beside_bin(text: str) -> str:
    """Empty when the screen does not tell it."""
    told = re.search(r'id="folder-count-trash"[^>]*>\s*<span aria-hidden="true">(\d+)</span>', text)
    return told[1] if told else ""


def test_the_number_of_the_recycle_bin_comes_later_and_is_kept(marketer, portal, site) -> None:
    first = marketer.client.get(address(site)).content.decode()
    assert number_beside_bin(first) == ""
    [asked] = re.findall(r'hx-get="([^"]*/recycle-bin/)"', first)
    later = marketer.client.get(asked)
    assert number_beside_bin(later.content.decode()) == str(bin_size(portal, site)) != "0"
    portal.requests.clear()
    again = marketer.client.get(address(site)).content.decode()
    assert number_beside_bin(again) == str(bin_size(portal, site))
    assert asked not in again
    assert not portal.requests


def test_who_looks_into_the_recycle_bin_sees_its_number(marketer, portal, site, html) -> None:
    shown = marketer.client.get(address(site, folder="trash"))
    assert number_beside_bin(shown.content.decode()) == str(bin_size(portal, site))
    [page, *_] = [one for one in portal.pages.values() if one.site_id == site.id and one.deleted]
    page.deleted = False
    refreshed = marketer.client.get(address(site), headers={"X-Frame-Refresh": "1"}).content.decode()
    assert number_beside_bin(refreshed) == ""
    assert "/recycle-bin/" in refreshed


def test_a_recycle_bin_the_portal_does_not_tell_about_has_no_number(marketer, portal, site) -> None:
    marketer.client.get(address(site))
    portal.faults.add("500", methods=["landing.site.getfolders"], times=None)
    later = marketer.client.get(f"/sites/pages/{site.id}/recycle-bin/")
    assert (later.status_code, later.content) == (204, b"")
    assert number_beside_bin(marketer.client.get(address(site)).content.decode()) == ""


def test_the_number_of_a_recycle_bin_is_told_to_who_sees_the_site(emulator, portal, site) -> None:
    stranger = open_app(emulator, portal, "no_access")
    assert stranger.client.get(f"/sites/pages/{site.id}/recycle-bin/").status_code == 204
