"""The official Python SDK works against the emulator, untouched but for https (loopback has no certificate)."""

import re

import pytest
import requests

b24pysdk = pytest.importorskip("b24pysdk")


@pytest.fixture(autouse=True)
def loopback(monkeypatch, emulator):
    """Send the SDK's https requests to the emulator's plain http addresses."""
    original = requests.Session.request

    def request(self, method, url, **options):
        url = url.replace("https://oauth.bitrix24.tech", emulator.oauth_url)
        url = re.sub(r"^https://(127[\d.]+)(:\d+)?/", rf"http://\1:{emulator.port}/", url)
        return original(self, method, url, **options)

    monkeypatch.setattr(requests.Session, "request", request)


@pytest.fixture
def token(emulator, portal):
    pair = emulator.issue_token(portal, portal.users["marketer"])
    application = emulator.application
    return b24pysdk.BitrixToken(
        domain=portal.authority,
        auth_token=pair.access,
        refresh_token=pair.refresh,
        bitrix_app=b24pysdk.BitrixApp(
            client_id=application.client_id, client_secret=application.client_secret
        ),
    )


def test_single_calls_and_errors(token, content):
    assert token.call_method("profile")["result"]["ID"] == "7"
    assert (
        token.call_method("landing.landing.copy", {"lid": content.news.id})["result"] in content.portal.pages
    )
    with pytest.raises(Exception, match=r"LANDING_NOT_EXIST|Landing was not found"):
        token.call_method("landing.landing.publication", {"lid": 1})


def test_list(token, content):
    pages = token.call_list("landing.landing.getList", {"params": {"select": ["ID", "TITLE"]}})["result"]
    assert [page["TITLE"] for page in pages] == ["Home", "News", "Post"]


def test_batch(token, content):
    methods = {
        "sites": ("landing.site.getList", {"params": {"select": ["ID", "TITLE"]}}),
        "pages": ("landing.landing.getList", {"params": {"filter": {"SITE_ID": content.site.id}}}),
        "who": ("profile", {}),
    }
    found = token.call_batch(methods)["result"]["result"]
    assert found["sites"][0]["TITLE"] == "Larch"
    assert len(found["pages"]) == 3
    assert found["who"]["ID"] == "7"


def test_more_than_fifty_commands(token, content):
    found = token.call_batches([("landing.landing.getpublicurl", {"lid": content.news.id})] * 60)
    assert len(found["result"]["result"]) == 60


def test_expired_token_is_refreshed_by_the_sdk(token, portal):
    first = token.auth_token
    portal.expire_tokens()
    assert token.call_method("profile")["result"]["ID"] == "7"
    assert token.auth_token != first


def test_app_info_of_the_authorization_server(token, portal):
    info = token.get_app_info().result
    assert (info.user_id, info.install.member_id) == (7, portal.member_id)


def test_rename_is_followed(token, emulator, portal):
    emulator.rename(portal, "127.0.0.9")
    assert token.call_method("profile")["result"]["ID"] == "7"
    assert token.domain == portal.host  # the SDK drops the port of the new address


def test_sites_are_made_changed_and_restored(token, emulator, portal, content):
    fields = {"TITLE": "Made by the SDK", "CODE": ""}
    number = token.call_method("landing.site.add", {"fields": fields})["result"]
    token.call_method("landing.site.update", {"id": number, "fields": {"TITLE": "Changed"}})
    assert portal.sites[number].title == "Changed"
    portal.tariff.max_sites = 1
    with pytest.raises(Exception, match=r"SITE_LIMIT_REACHED|cannot create"):
        token.call_method("landing.site.add", {"fields": fields})


def test_webhook(emulator, portal, content):
    code = emulator.issue_webhook(portal, portal.users["marketer"])
    webhook = b24pysdk.BitrixWebhook(domain=portal.authority, webhook_token=code)
    assert webhook.call_method("profile")["result"]["ID"] == "7"
    assert len(webhook.call_list("landing.landing.getList", {"params": {"select": ["ID"]}})["result"]) == 3
