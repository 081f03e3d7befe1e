"""The screen of a page and the previews of its blocks."""

import json
import re

import pytest
import redis
from django.conf import settings
from django.test import Client

from landing_app.explorer.quiet_html import quiet
from landing_app.explorer.views.previews import policy
from tests.explorer.conftest import inline_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(portal, site):
    """A published page with several blocks."""
    pages = [p for p in portal.pages.values() if p.site_id == site.id and not p.deleted and p.active]
    return max(pages, key=lambda p: len(portal.rows_of(p)))


def address(page) -> str:
    return f"/sites/pages/{page.site_id}/pages/{page.id}/"


def preview_of(person, page, html) -> str:
    """The signed address of the first block's preview."""
    shown = html(person.client.get(address(page)))
    asked = next(a["hx-get"] for t, a in shown.tags if a.get("hx-trigger") == "intersect once")
    frame = html(person.client.get(asked)).all("iframe")[0]
    assert frame["sandbox"] == ""
    return frame["src"]


def test_labels_of_the_screen_are_the_fixed_ones(marketer, page, html) -> None:
    shown = html(marketer.client.get(address(page)))
    assert shown.all("ol", aria_label="Blocks")
    boxes = shown.all("input", name="block")
    assert boxes
    assert all(box["aria-label"].startswith("Select ") for box in boxes)
    assert len({box["aria-label"] for box in boxes}) == len(boxes)
    assert len(shown.with_text("button", "Save to favorites")) == len(boxes) + 1
    assert shown.all("div", role="toolbar", aria_label="Selected blocks")
    assert shown.with_text("button", "Publish changes" if not page.public else "Publish")
    for name in ("Unpublish", "Copy to a folder", "Clean up blocks and files"):
        [button] = shown.with_text("button", name)
        assert button["hx-include"] == "#page-fields"
    assert next(a for t, a in shown.tags if t == "h1")["title"] == page.title


def test_publish_is_called_publish_changes_when_there_are_some(marketer, page, html) -> None:
    page.public = False
    assert html(marketer.client.get(address(page))).with_text("button", "Publish changes")
    page.active = False
    shown = html(marketer.client.get(address(page), headers={"X-Frame-Refresh": "1"}))
    assert shown.with_text("button", "Publish")


def test_a_page_costs_two_requests_and_its_previews_none(marketer, portal, page, html) -> None:
    portal.requests.clear()
    link = preview_of(marketer, page, html)
    assert Client().get(link).status_code == 200
    assert len([e for e in portal.requests if not e.in_batch]) <= 2


def test_a_preview_has_exactly_this_policy(marketer, portal, site, page, html) -> None:
    answer = Client().get(preview_of(marketer, page, html))
    place = re.match(r"https?://[^/]+", page_origin(portal, site))[0]
    own = f"{portal.origin} {place}"
    assert answer["Content-Security-Policy"] == (
        f"sandbox; default-src 'none'; img-src https: data: {own}; style-src 'unsafe-inline' https: {own}; "
        f"font-src https: data: {own}; frame-ancestors {settings.PUBLIC_URL} {portal.origin}"
    )
    assert "X-Frame-Options" not in answer
    assert answer["Cache-Control"] == "no-store"


def page_origin(portal, site) -> str:
    return f"http://{site.domain}:{portal.port}"


def test_no_script_and_no_token_reaches_a_preview(marketer, portal, page, html) -> None:
    row = next(row for row in portal.rows_of(page) if not row.public)
    row.content = '<p onclick="a()">Kept</p><script>parent.document</script>'
    source = Client().get(preview_of(marketer, page, html)).content.decode()
    assert "<script" not in source
    assert "onclick" not in source


def test_a_link_of_a_preview_dies_with_its_session(marketer, page, html) -> None:
    link = preview_of(marketer, page, html)
    marketer.frame.revoked_at = marketer.frame.proved_at
    marketer.frame.save()
    answer = Client().get(link)
    assert answer.status_code == 410
    assert "This preview has expired" in answer.content.decode()


def test_a_changed_link_shows_nothing(marketer, page, html) -> None:
    link = preview_of(marketer, page, html)
    assert Client().get(link[:-3] + "xx/").status_code == 410


def test_the_published_version_is_read_only(marketer, page, html) -> None:
    shown = html(marketer.client.get(address(page) + "?version=published"))
    assert "Published version, read only." in shown.text
    assert not shown.all("input", name="block")


def test_a_viewer_gets_the_published_version_and_locked_buttons(viewer, page, html) -> None:
    shown = html(viewer.client.get(address(page)))
    assert "You can look, not change" in shown.text
    for name in ("Unpublish", "Copy to a folder", "Clean up blocks and files"):
        [button] = shown.with_text("button", name)
        assert "disabled" in button
    assert not shown.all("input", name="block")


def test_what_would_change_nothing_is_locked_with_the_reason(marketer, portal, page, html) -> None:
    def locked(name: str) -> str:
        [button] = html(marketer.client.get(address(page), headers={"X-Frame-Refresh": "1"})).with_text(
            "button", name
        )
        return str(button["title"]) if "disabled" in button else ""

    page.active, page.public = True, True
    assert locked("Publish") == "Nothing was changed since it was published."
    assert not locked("Unpublish")
    page.public = False
    assert not locked("Publish changes")
    page.active = False
    assert not locked("Publish")
    assert locked("Unpublish") == "The page is not published."


@pytest.mark.parametrize("closed", ["site", "folder"])
def test_a_published_page_nobody_gets_can_be_published(marketer, portal, page, html, closed) -> None:
    """Publishing it would put its folder or site online: there is something to do, on its screen and in its menu."""
    page.active, page.public = True, True
    folder = next(folder for folder in portal.folders_of(page.site_id) if not folder.parent_id)
    if closed == "folder":
        page.folder_id, folder.active = folder.id, False
    else:
        page.folder_id, portal.sites[page.site_id].active = 0, False
    shown = html(marketer.client.get(address(page), headers={"X-Frame-Refresh": "1"}))
    [button] = shown.with_text("button", "Publish")
    assert "disabled" not in button
    assert "Nothing was changed since it was published." not in shown.source


def test_a_page_in_the_recycle_bin_can_be_restored(marketer, page, html) -> None:
    page.deleted, page.active = True, False
    shown = html(marketer.client.get(address(page)))
    assert shown.with_text("button", "Restore")
    assert not shown.with_text("button", "Unpublish")


def test_a_page_of_another_site_is_not_found_under_this_one(marketer, portal, site, page) -> None:
    other = next(p for p in portal.pages.values() if p.site_id != site.id and not p.deleted)
    assert marketer.client.get(f"/sites/pages/{site.id}/pages/{other.id}/").status_code == 404


def test_hostile_names_of_blocks_are_text(marketer, portal, page) -> None:
    page.title = '<img src=x onerror="alert(1)">'
    source = marketer.client.get(address(page)).content.decode()
    assert "<img src=x" not in source
    assert inline_code(source.replace("&quot;", "")) == []


def test_policy_without_a_site_names_the_portal_only() -> None:
    text = policy("https://p.example", "")
    assert "img-src https: data: https://p.example;" in text
    assert text.endswith(f"frame-ancestors {settings.PUBLIC_URL} https://p.example")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("<p>A &amp; B &#169;</p>", "<p>A &amp; B &#169;</p>"),
        ("a<script>if (a<b) { x() }</script>b", "ab"),
        ("<a href='/x' onclick='go()' class=c>t</a>", "<a href='/x' class=c>t</a>"),
        ("<style>.a > .b { color: red }</style>", "<style>.a > .b { color: red }</style>"),
        ("<iframe src=x>fallback</iframe>after", "after"),
        ("<img src=x onerror=alert(1)>", "<img src=x>"),
        ("<p title='one=two'>kept</p>", "<p title='one=two'>kept</p>"),
    ],
)
def test_quiet_html_keeps_all_but_what_could_run(given, wanted) -> None:
    assert quiet(given) == wanted


def test_a_viewer_cannot_make_the_portal_read_drafts(viewer, portal, page, html) -> None:
    draft = next(row for row in portal.rows_of(page) if not row.public and not row.deleted)
    asked = f"{address(page)}draft/{draft.id}/"
    link = html(viewer.client.get(asked)).all("iframe")[0]["src"]
    portal.requests.clear()
    assert Client().get(link).status_code == 200
    viewer.client.get(f"{asked}large/")
    reads = [entry.params.get("params", {}) for entry in portal.requests if "block" in entry.method]
    assert reads
    assert not any(str(params.get("edit_mode", "0")) == "1" for params in reads)


@pytest.mark.parametrize("dialog", ["favorite_block", "remove_entities", "delete_blocks"])
def test_nor_can_a_dialog_that_a_viewer_was_not_offered(viewer, portal, page, dialog: str) -> None:
    """Reading drafts makes the portal write rows; the form is one that somebody wrote by hand."""
    draft = next(row for row in portal.rows_of(page) if not row.public and not row.deleted)
    fields = {"scope": "pages", "site": page.site_id, "page": page.id, "block": draft.id}
    portal.requests.clear()
    assert viewer.client.post(f"/dialogs/{dialog}/", fields).status_code == 200
    assert portal.requests
    reads = [entry.params.get("params", {}) for entry in portal.requests if "block.getlist" in entry.method]
    assert not any(str(params.get("edit_mode", "0")) == "1" for params in reads)


def test_a_cache_that_does_not_answer_costs_nothing_but_time(marketer, page, html, settings) -> None:
    """CACHE_URL may be a Redis of its own, and that one may be away."""
    before = Client().get(preview_of(marketer, page, html)).content
    settings.CACHE_URL = "redis://127.0.0.1:9/0"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": settings.CACHE_URL}}
    assert Client().get(preview_of(marketer, page, html)).content == before
    fields = {"scope": "pages", "site": page.site_id, "page": page.id}
    said = marketer.client.post("/dialogs/unpublish_page/", fields).content.decode()
    assert page.title in said


def test_the_cache_keeps_no_code(marketer, page, html, redis_url: str) -> None:
    preview_of(marketer, page, html)
    with redis.Redis.from_url(redis_url) as connection:
        [key] = connection.scan_iter("page-desk:1:blocks:*")
        kept = json.loads(connection.get(key))
    assert kept
    assert all(set(block) == {"content", "css", "name"} for block in kept.values())
