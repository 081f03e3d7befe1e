"""The authorization server (contract §13)."""

import threading

import pytest
import requests


@pytest.fixture
def pair(emulator, portal):
    return emulator.issue_token(portal, portal.users["marketer"])


def exchange(emulator, verb="post", **changes):
    form = {
        "grant_type": "refresh_token",
        "client_id": emulator.application.client_id,
        "client_secret": emulator.application.client_secret,
        **changes,
    }
    place = {"params": form} if verb == "get" else {"data": form}
    return requests.request(verb, f"{emulator.oauth_url}/oauth/token/", timeout=5, **place)


@pytest.mark.parametrize("verb", ["get", "post"])
def test_refresh(emulator, portal, pair, verb):
    answer = exchange(emulator, verb, refresh_token=pair.refresh)
    body = answer.json()
    assert answer.status_code == 200
    assert (body["member_id"], body["user_id"], body["expires_in"]) == (portal.member_id, 7, 3600)
    assert (body["client_endpoint"], body["domain"]) == (f"{portal.origin}/rest/", "oauth.bitrix.info")
    new = requests.post(f"{portal.origin}/rest/profile", json={"auth": body["access_token"]}, timeout=5)
    assert new.json()["result"]["ID"] == "7"


def test_refresh_tokens_are_single_use_and_take_their_access_token_along(emulator, portal, pair):
    exchange(emulator, refresh_token=pair.refresh)
    again = exchange(emulator, refresh_token=pair.refresh)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    old = requests.post(f"{portal.origin}/rest/profile", json={"auth": pair.access}, timeout=5)
    assert old.json()["error"] == "expired_token"


def test_lenient_mode(emulator, pair):
    emulator.tokens.lenient = True
    assert [exchange(emulator, refresh_token=pair.refresh).status_code for _ in range(2)] == [200, 200]


def test_one_of_many_parallel_refreshes_wins(emulator, pair):
    statuses = []
    run = [
        threading.Thread(
            target=lambda: statuses.append(exchange(emulator, refresh_token=pair.refresh).status_code)
        )
        for _ in range(8)
    ]
    for thread in run:
        thread.start()
    for thread in run:
        thread.join()
    assert sorted(statuses) == [200] + [400] * 7


def test_chains_of_one_user_are_independent(emulator, portal, pair):
    other = emulator.issue_token(portal, portal.users["marketer"])
    exchange(emulator, refresh_token=pair.refresh)
    assert exchange(emulator, refresh_token=other.refresh).status_code == 200


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"refresh_token": "nonsense"}, 400, "invalid_grant"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "wrong"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "invalid_request"),
    ],
)
def test_refusals(emulator, pair, changes, status, code):
    answer = exchange(emulator, **{"refresh_token": pair.refresh, **changes})
    assert (answer.status_code, answer.json()["error"]) == (status, code)


def test_expiry(emulator, portal, pair, clock, rest):
    clock.advance(3600)
    assert rest.post("profile", {}).json()["error"] == "expired_token"
    assert exchange(emulator, refresh_token=pair.refresh).status_code == 200
    clock.advance(181 * 86400)
    late = emulator.issue_token(portal, portal.users["viewer"])
    clock.advance(181 * 86400)
    assert exchange(emulator, refresh_token=late.refresh).json()["error"] == "invalid_grant"


def test_unpaid_removed_and_revoked(emulator, portal, pair):
    portal.installation.payment_expired = True
    answer = exchange(emulator, refresh_token=pair.refresh)
    assert (answer.status_code, answer.json()["error"]) == (402, "PAYMENT_REQUIRED")
    portal.installation.payment_expired = False
    emulator.tokens.revoke_user(portal.member_id, 7)
    assert exchange(emulator, refresh_token=pair.refresh).json()["error"] == "invalid_grant"
    fresh = emulator.issue_token(portal, portal.users["viewer"])
    emulator.uninstall_app(portal)
    assert exchange(emulator, refresh_token=fresh.refresh).json()["error"] == "invalid_grant"


def test_code_lives_thirty_seconds_and_works_once(emulator, portal, clock):
    code = emulator.issue_code(portal, portal.users["viewer"])
    options = {"grant_type": "authorization_code", "code": code}
    assert exchange(emulator, **options).json()["user_id"] == 15
    assert exchange(emulator, **options).json()["error"] == "invalid_grant"
    late = emulator.issue_code(portal, portal.users["viewer"])
    clock.advance(31)
    assert exchange(emulator, **{**options, "code": late}).json()["error"] == "invalid_grant"


def test_app_info_names_user_and_portal(emulator, portal, pair):
    answer = requests.get(f"{emulator.oauth_url}/rest/app.info", params={"auth": pair.access}, timeout=5)
    result = answer.json()["result"]
    assert (result["user_id"], result["client_id"]) == (7, emulator.application.client_id)
    assert result["install"]["member_id"] == portal.member_id
    assert result["install"]["client_endpoint"] == portal.client_endpoint
    assert "LICENSE" not in result
    portal.expire_tokens()
    expired = requests.get(f"{emulator.oauth_url}/rest/app.info", params={"auth": pair.access}, timeout=5)
    assert (expired.status_code, expired.json()["error"]) == (401, "expired_token")


def test_failures_of_the_oauth_server(emulator, pair):
    emulator.oauth_faults.add("502", methods=["oauth/token"])
    assert exchange(emulator, refresh_token=pair.refresh).status_code == 502
    emulator.oauth_faults.add("answer_lost")
    with pytest.raises(requests.ConnectionError):
        exchange(emulator, refresh_token=pair.refresh)
    assert exchange(emulator, refresh_token=pair.refresh).json()["error"] == "invalid_grant"


def test_post_can_be_refused(emulator, pair):
    emulator.oauth_post_allowed = False
    assert exchange(emulator, refresh_token=pair.refresh).status_code == 405
    assert exchange(emulator, "get", refresh_token=pair.refresh).status_code == 200


def test_secrets_stay_out_of_representations(emulator, pair):
    shown = repr(pair) + repr(emulator.application) + repr(emulator.tokens) + repr(emulator.portals)
    assert pair.access not in shown
    assert pair.refresh not in shown
    assert emulator.application.client_secret not in shown
