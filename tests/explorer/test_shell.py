"""What the portal's entry post opens: the shell with its session, the right screen, or a reason."""

import json
import re

import pytest
from django.test import Client

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


def test_the_shell_opens_with_sites_and_a_working_session(post, portal, site) -> None:
    answer = post()
    html = answer.content.decode()
    assert answer.status_code == 200
    assert html.startswith("<!doctype html>")
    assert site.title.replace("&", "&amp;") in html
    assert meta(html, "portal-origin") == portal.origin
    assert meta(html, "app-sid") == "9c33d96"
    assert meta(html, "screen-path") == "/sites/"
    token = meta(html, "frame-session")
    assert Client(headers={"X-Frame-Session": token}).get("/sites/").status_code == 200


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


def test_a_placement_opens_the_page_it_was_called_from(post, portal, site) -> None:
    page = next(p for p in portal.pages.values() if p.site_id == site.id and not p.deleted)
    options = json.dumps({"SITE_ID": str(site.id), "LID": str(page.id)})
    html = post("/placements/", PLACEMENT="LANDING_SETTINGS", PLACEMENT_OPTIONS=options).content.decode()
    assert meta(html, "screen-path") == f"/sites/pages/{site.id}/pages/{page.id}/"
    options = json.dumps({"ID": "1", "CODE": "x", "LID": str(page.id)})
    html = post("/placements/", PLACEMENT="LANDING_BLOCK_ALL", PLACEMENT_OPTIONS=options).content.decode()
    assert meta(html, "screen-path") == f"/sites/pages/{site.id}/pages/{page.id}/"


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
