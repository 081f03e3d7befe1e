"""Incoming webhooks, which act for a person without an application, and answers as XML."""

from xml.etree import ElementTree

import pytest
import requests

BIND = {"PLACEMENT": "LANDING_SETTINGS", "PLACEMENT_HANDLER": "https://a.example/", "TITLE": "x"}


@pytest.fixture
def hook(emulator, portal):
    """Calls as the marketer's webhook."""
    base = f"{portal.origin}/rest/{emulator.issue_webhook(portal, portal.users['marketer'])}"
    return lambda method, **params: requests.post(f"{base}/{method}", json=params, timeout=5)


def test_it_acts_for_its_owner(hook, portal, content):
    assert hook("profile").json()["result"]["ID"] == "7"
    pages = hook("landing.landing.getList", params={"select": ["ID"]}).json()["result"]
    assert len(pages) == 3
    copied = hook("batch", cmd={"a": f"landing.landing.copy?lid={content.news.id}"}).json()["result"][
        "result"
    ]
    assert copied["a"] in portal.pages
    entry = portal.requests[-1]
    assert (entry.method, entry.user_id) == ("batch", 7)


def test_a_stranger_gets_in_nowhere(emulator, portal):
    good = emulator.issue_webhook(portal, portal.users["marketer"])
    elsewhere = emulator.portals["127.0.0.2"]
    user_id, code = good.split("/")
    for origin, path in (
        (portal.origin, f"{user_id}/{'0' * 20}"),
        (portal.origin, f"1/{code}"),
        (portal.origin, f"{user_id}/x/{code}"),
        (elsewhere.origin, good),
    ):
        answer = requests.post(f"{origin}/rest/{path}/profile", timeout=5)
        assert (answer.status_code, answer.json()["error"]) == (401, "INVALID_CREDENTIALS"), path
    portal.users["marketer"].active = False
    assert requests.post(f"{portal.origin}/rest/{good}/profile", timeout=5).status_code == 401


@pytest.mark.parametrize("method", ["event.bind", "event.get", "placement.bind", "placement.get"])
def test_what_only_an_application_may_do(hook, method):
    answer = hook(method, event="ONAPPUPDATE", handler="https://a.example/", PLACEMENT="DEFAULT")
    assert (answer.status_code, answer.json()["error"]) == (403, "WRONG_AUTH_TYPE")


def test_answers_without_an_application(hook, portal):
    assert set(hook("app.info").json()["result"]) == {"SCOPE", "LICENSE"}
    assert hook("landing.repo.bind", fields=BIND).json()["error"] == "BX_EMPTY_REQUIRED"
    assert hook("landing.repo.unbind", code="LANDING_SETTINGS").json()["result"] is None
    assert portal.installation.placements == []
    portal.tariff.rest_available = False
    assert "by subscription" in hook("profile").json()["error_description"]


def test_the_control_api_hands_one_out(portal):
    address = f"{portal.origin}/_emulator/api/127.0.0.1/webhook"
    made = requests.post(address, json={"user": "viewer"}, timeout=5).json()
    assert requests.get(f"{made['url']}profile.json", timeout=5).json()["result"]["ID"] == "15"


def test_xml_holds_the_same_tree(rest, content):
    content.news.title = "Fish & chips <b>\x00"
    params = {"params": {"select": ["ID", "TITLE"], "filter": {"ID": content.news.id}}}
    answer = rest.post("landing.landing.getList.xml", params)
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    tree = ElementTree.fromstring(answer.content)
    assert tree.tag == "response"
    assert tree.findtext("result/item/TITLE") == "Fish & chips <b>\ufffd"
    assert tree.findtext("result/item/ID") == str(content.news.id)
    assert float(tree.findtext("time/duration")) >= 0


def test_xml_errors_keep_their_status(rest):
    answer = rest.post("landing.landing.publication.xml", {"lid": 1})
    assert answer.status_code == 400
    assert ElementTree.fromstring(answer.content).findtext("error") == "LANDING_NOT_EXIST"
