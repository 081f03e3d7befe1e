"""What the portal's entry post opens: the shell with its session, the right screen, or a reason."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.explorer.conftest import inline_code
from tests.people import open_app

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(emulator, portal):
    """Posts what the portal's page posts when a person opens the app."""
    open_app(emulator, portal, "administrator")  # the portal is known

    def send(path="/app/", user="marketer", expire=False, **fields):
        pair = emulator.issue_token(portal, portal.users[user])
        if expire:
            portal.expire_tokens()
        body = {
            "AUTH_ID": pair.access,
            "AUTH_EXPIRES": "3600",
            "REFRESH_ID": pair.refresh,
            "SERVER_ENDPOINT": f"{emulator.oauth_url}/rest/",
            "APPLICATION_TOKEN": portal.installation.application_token,
            "member_id": portal.member_id,
            "status": "F",
            "PLACEMENT": "DEFAULT",
            **fields,
        }
        query = f"?DOMAIN={portal.authority}&PROTOCOL=0&LANG=en&APP_SID=9c33d96"
        return Client(enforce_csrf_checks=True).post(path + query, body)

    return send


def meta(html: str, name: str) -> str:
    return re.search(rf'<meta name="{name}" content="([^"]*)"', html)[1]


def in_frame(html: str, path: str):
    """What the frame loads with the session of its shell."""
    token = meta(html, "frame-session")
    return Client(headers={"X-Frame-Session": token, "HX-Request": "true"}).get(path.replace("&amp;", "&"))


def test_the_style_sheets_are_asked_for_with_the_first_byte(post) -> None:
    answer = post()
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)">', answer.content.decode())
    assert "/static/css/app.css" in sheets
    assert answer["Link"] == ", ".join(f"<{sheet}>; rel=preload; as=style" for sheet in sheets)


def test_the_first_opening_waits_for_the_identity_only_and_then_loads_sites(post, portal, site) -> None:
    portal.requests.clear()
    answer = post()
    html = answer.content.decode()
    assert answer.status_code == 200
    assert html.startswith("<!doctype html>")
    assert [entry.method for entry in portal.requests] == ["profile"]
    assert "data-opening" in html
    assert meta(html, "portal-origin") == portal.origin
    assert meta(html, "app-sid") == "9c33d96"
    assert meta(html, "screen-path") == "/sites/"
    loaded = in_frame(html, "/sites/")
    assert site.title.replace("&", "&amp;") in loaded.content.decode()


def test_a_later_opening_shows_what_was_read_and_asks_nothing_more(post, portal, site) -> None:
    in_frame(post().content.decode(), "/sites/")
    portal.requests.clear()
    html = post().content.decode()
    assert [entry.method for entry in portal.requests] == ["profile"]
    assert site.title.replace("&", "&amp;") in html
    assert "data-opening" not in html
    assert "/sites/facts/" in html


def test_an_older_reading_is_shown_with_its_age_and_compared_afterwards(
    post, portal, site, time_machine
) -> None:
    in_frame(post().content.decode(), "/sites/")
    time_machine.move_to(timezone.now() + timedelta(minutes=5))
    portal.requests.clear()
    html = post().content.decode()
    assert [entry.method for entry in portal.requests] == ["profile"]
    assert site.title.replace("&", "&amp;") in html
    assert "Updated 5 min ago" in html
    assert "/sites/facts/" not in html
    [later] = re.findall(r'hx-get="(/sites/changes/[^"]*)"', html)
    answer = in_frame(html, later)
    assert "HX-Retarget" not in answer
    assert "/sites/facts/" in answer.content.decode()
    assert "Updated just now" in answer.content.decode()

    site.title = "Birch & Moss"
    time_machine.move_to(timezone.now() + timedelta(minutes=5))
    answer = in_frame(html, later)
    assert answer["HX-Retarget"] == "#main"
    assert "Birch &amp; Moss" in answer.content.decode()


def test_an_older_reading_stays_and_says_so_when_the_portal_is_silent(
    post, portal, site, time_machine
) -> None:
    in_frame(post().content.decode(), "/sites/")
    time_machine.move_to(timezone.now() + timedelta(minutes=5))
    html = post().content.decode()
    [later] = re.findall(r'hx-get="(/sites/changes/[^"]*)"', html)
    portal.faults.add("502", times=None)
    answer = in_frame(html, later)
    assert answer["HX-Retarget"] == "#main"
    assert 'id="stale"' in answer.content.decode()
    assert "/sites/changes/" not in answer.content.decode()


def test_people_open_with_their_own_reading(post, portal, site) -> None:
    in_frame(post().content.decode(), "/sites/")
    assert site.title.replace("&", "&amp;") not in post(user="no_access").content.decode()


def test_the_shell_has_the_ids_the_scripts_rely_on(post) -> None:
    html = post().content.decode()
    for name in ("app", "nav", "main", "dialog-slot", "toasts", "live", "offline", "session-over", "words"):
        assert html.count(f'id="{name}"') == 1, name
    assert html.index('id="live"') < html.index('id="app"')


def test_nothing_inline_and_nothing_secret_in_addresses(post, portal) -> None:
    answer = post()
    html = answer.content.decode()
    assert inline_code(html) == []
    token = meta(html, "frame-session")
    assert html.count(token) == 1
    assert portal.installation.application_token not in html
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "style-src 'self'" in answer["Content-Security-Policy"]
    assert f"frame-ancestors {portal.origin}" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert not answer.cookies


def test_htmx_runs_without_eval_and_without_its_own_history(post) -> None:
    html = post().content.decode()
    config = json.loads(re.search(r"<meta name=\"htmx-config\" content='([^']*)'", html)[1])
    assert config["allowEval"] is False
    assert config["includeIndicatorStyles"] is False
    assert config["selfRequestsOnly"] is True
    assert config["historyEnabled"] is False
    assert config["historyCacheSize"] == 0
    assert any(rule["swap"] and re.search(rule["code"], "422") for rule in config["responseHandling"])
    assert (
        next(rule for rule in config["responseHandling"] if re.search(rule["code"], "401"))["swap"] is False
    )


def test_a_dead_token_gets_a_shell_without_portal_data(post, portal) -> None:
    html = post(expire=True).content.decode()
    assert meta(html, "frame-session") == ""
    assert meta(html, "member-id") == portal.member_id
    assert all(site.title not in html for site in portal.sites.values())


@pytest.mark.parametrize("placement", ["LANDING_SETTINGS", "LANDING_BLOCK_ALL"])
def test_a_placement_opens_the_page_it_was_called_from(post, portal, site, placement) -> None:
    page = next(p for p in portal.pages.values() if p.site_id == site.id and not p.deleted)
    known = {"SITE_ID": str(site.id)} if placement == "LANDING_SETTINGS" else {"ID": "1", "CODE": "x"}
    options = json.dumps({**known, "LID": str(page.id)})
    portal.requests.clear()
    html = post("/placements/", PLACEMENT=placement, PLACEMENT_OPTIONS=options).content.decode()
    assert [entry.method for entry in portal.requests] == ["profile"]
    answer = in_frame(html, meta(html, "screen-path"))
    assert json.loads(answer["HX-Location"])["path"] == f"/sites/pages/{site.id}/pages/{page.id}/"


def test_a_placement_on_a_foreign_page_goes_to_sites(post, portal) -> None:
    options = json.dumps({"LID": "987654"})
    html = post("/placements/", PLACEMENT="LANDING_BLOCK_ALL", PLACEMENT_OPTIONS=options).content.decode()
    assert json.loads(in_frame(html, meta(html, "screen-path"))["HX-Location"])["path"] == "/sites/"
    assert Client().get("/placements/screen/?page=1").status_code == 401


@pytest.mark.parametrize("path", ["/app/", "/placements/"])
def test_get_and_head_say_how_to_open_the_app(client, path) -> None:
    assert client.head(path).status_code == 200
    answer = client.get(path)
    assert answer.status_code == 200
    assert "Page Desk" in answer.content.decode()


def test_a_portal_that_never_installed_gets_a_reason(client) -> None:
    answer = client.post("/app/", {"AUTH_ID": "a", "REFRESH_ID": "b", "member_id": "f" * 32})
    assert answer.status_code in (400, 403)
    assert b"Page Desk" in answer.content
