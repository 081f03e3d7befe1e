"""The control API (what the panel and end-to-end checks use)."""

import pytest
import requests


@pytest.fixture
def control(emulator, portal):
    def send(path, verb="post", **body):
        options = {"json": body} if verb == "post" else {}
        address = f"{portal.origin}/_emulator/api/{path}"
        return requests.request(verb, address, timeout=5, **options)

    return send


def test_portals_state_and_log(control, rest, content):
    assert [row["portal"] for row in control("portals", "get").json()] == [
        "127.0.0.1",
        "127.0.0.2",
        "127.0.0.3",
    ]
    state = control("127.0.0.1/state", "get").json()
    assert [page["title"] for page in state["pages"]] == ["Home", "News", "Post"]
    assert rest.token not in control("127.0.0.1/state", "get").text
    rest("profile")
    assert control("127.0.0.1/requests", "get").json()[-1]["method"] == "profile"


def test_faults_tariff_latency(control, rest, portal, content):
    control("127.0.0.1/faults", kind="500", times=1, methods=["profile"])
    assert rest.post("profile", {}).status_code == 500
    control("127.0.0.1/faults", kind="503", times=None)
    control("127.0.0.1/faults/clear")
    assert rest.post("profile", {}).status_code == 200
    control("127.0.0.1/tariff", refused=["PHONE_NOT_CONFIRMED"])
    assert rest.error("landing.landing.publication", lid=content.news.id) == "PHONE_NOT_CONFIRMED"
    control("127.0.0.1/tariff/reset")
    assert portal.tariff.refused == set()
    control("127.0.0.1/latency", command=0.5)
    assert portal.latency.command == 0.5


def test_tokens_and_rights(control, rest, portal, content):
    found = control("127.0.0.1/tokens/issue", user="marketer").json()
    answer = rest.post("profile", json={"auth": found["access_token"]})
    assert answer.json()["result"]["ID"] == "7"
    control("127.0.0.1/rights", user="7", rights=["read"], site_id=content.site.id)
    assert portal.users["marketer"].site_rights == {content.site.id: frozenset({"read"})}
    control("127.0.0.1/tokens/expire")
    assert rest.post("profile", {}).json()["error"] == "expired_token"


def test_life_cycle(control, emulator, portal):
    assert control("127.0.0.1/uninstall").json()["installed"] is False
    assert control("127.0.0.1/install", finished=False).json()["finished"] is False
    assert control("127.0.0.1/rename", host="127.0.0.8").json()["host"] == "127.0.0.8"
    assert control("127.0.0.1/delete").json()["deleted"] is True


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("127.0.0.1/nope", {}, 404),
        ("127.0.0.7/tariff", {}, 404),
        ("127.0.0.1/faults", {"kind": "x"}, 400),
        ("127.0.0.1/tariff", {"nope": 1}, 400),
        ("127.0.0.1/rights", {"user": "nobody"}, 400),
        ("127.0.0.1/latency", {"command": "fast"}, 400),
    ],
)
def test_mistakes_are_told(control, path, body, status):
    assert control(path, **body).status_code == status


def test_limits_and_the_oauth_server(control, rest, emulator, portal, content):
    found = control("127.0.0.1/limits", bucket=True, operating_seconds=0.5).json()
    assert found == {"bucket": True, "operating_seconds": 0.5}
    rest("landing.landing.copy", lid=content.news.id)
    assert rest.post("landing.landing.copy", {"lid": content.news.id}).status_code == 429
    control("127.0.0.1/limits", forget=1)
    assert rest.post("landing.landing.copy", {"lid": content.news.id}).status_code == 200
    control("127.0.0.1/oauth", lenient=1, post_allowed="false", payment_expired=True)
    assert (emulator.tokens.lenient, emulator.oauth_post_allowed) == (True, False)
    assert portal.installation.payment_expired
