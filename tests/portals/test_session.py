"""Renewal over the bridge: only the same person of the same portal gets on."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from landing_app.portals import lifecycle
from landing_app.portals.models import FrameSession, Portal
from tests.portals.conftest import HEADER, Browser

pytestmark = pytest.mark.django_db


def renew(browser: Browser, pair, token: str = "", **fields: str):
    data = {"AUTH_ID": pair.access, "REFRESH_ID": pair.refresh, "AUTH_EXPIRES": "3600", **fields}
    return browser.client.post("/session/", data, headers={HEADER: token} if token else {})


def test_an_ended_session_is_renewed(browser: Browser, portal, installed) -> None:
    opened = browser.open(portal, PLACEMENT="LANDING_SETTINGS", PLACEMENT_OPTIONS='{"LID":"9"}')
    old = opened.json()["session_token"]
    FrameSession.objects.update(proved_at=timezone.now() - timedelta(hours=9))

    answer = renew(browser, browser.pair(portal, "marketer"), old)
    assert answer.status_code == 200
    assert not answer.cookies
    assert browser.get("/probe/", answer.json()["token"]).json()["user"] == 7
    assert browser.get("/probe/", old).status_code == 401
    newest = FrameSession.objects.latest("pk")
    assert (newest.placement, newest.placement_options) == ("LANDING_SETTINGS", {"LID": "9"})


def test_the_old_token_ends_seconds_after_a_renewal(browser: Browser, portal, installed) -> None:
    old = browser.token(portal, "marketer")
    new = renew(browser, browser.pair(portal, "marketer"), old).json()["token"]
    assert browser.get("/probe/", old).status_code == 200  # requests that were under way
    with time_machine.travel(timezone.now() + timedelta(seconds=11), tick=False):
        assert browser.get("/probe/", old).status_code == 401
        assert browser.get("/probe/", new).status_code == 200


def test_a_renewal_whose_answer_was_lost_is_asked_for_again(browser: Browser, portal, installed) -> None:
    """The browser still has the old token only; it proves the same person anew."""
    old = browser.token(portal, "marketer")
    renew(browser, browser.pair(portal, "marketer"), old)
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        answer = renew(browser, browser.pair(portal, "marketer"), old)
        assert browser.get("/probe/", answer.json()["token"]).status_code == 200
        # It does not bring the old token back to life, not even for seconds.
        assert browser.get("/probe/", old).status_code == 401
        assert renew(browser, browser.pair(portal, "viewer"), old).status_code == 403


def test_a_refused_renewal_ends_nothing(browser: Browser, portal, installed) -> None:
    old = browser.token(portal, "marketer")
    assert renew(browser, browser.pair(portal, "viewer"), old).status_code == 403
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        assert browser.get("/probe/", old).status_code == 200


def test_an_uninstall_ends_the_overlap(browser: Browser, portal, installed) -> None:
    old = browser.token(portal, "marketer")
    renew(browser, browser.pair(portal, "marketer"), old)
    lifecycle.revoke_frames(installed)
    assert browser.get("/probe/", old).status_code == 401


def test_a_frame_that_opened_with_a_dead_token_is_proved(browser: Browser, portal, installed) -> None:
    answer = renew(browser, browser.pair(portal, "viewer"), member_id=portal.member_id)
    assert browser.get("/probe/", answer.json()["token"]).json()["user"] == 15


def test_another_person_does_not_take_over_a_session(browser: Browser, portal, installed) -> None:
    old = browser.token(portal, "marketer")
    answer = renew(browser, browser.pair(portal, "viewer"), old)
    assert (answer.status_code, answer.json()) == (403, {"error": "foreign"})
    assert FrameSession.objects.count() == 1


def test_another_portal_does_not_take_over_a_session(
    browser: Browser, portal, other_portal, installed
) -> None:
    browser.install(other_portal)
    old = browser.token(portal)
    pair = browser.pair(other_portal, "marketer")
    assert renew(browser, pair, old, member_id=other_portal.member_id).status_code == 403
    assert renew(browser, pair, member_id=portal.member_id).status_code == 403
    assert FrameSession.objects.count() == 1


def test_a_dead_token_renews_nothing(browser: Browser, portal, installed) -> None:
    pair = browser.pair(portal, "marketer")
    portal.expire_tokens()
    answer = renew(browser, pair, member_id=portal.member_id)
    assert (answer.status_code, answer.json()) == (401, {"error": "token"})


def test_a_revoked_session_is_not_renewed(browser: Browser, portal, installed) -> None:
    old = browser.token(portal)
    FrameSession.objects.update(revoked_at=timezone.now())
    assert renew(browser, browser.pair(portal, "marketer"), old).status_code == 403


def test_an_unknown_portal_is_not_renewed(browser: Browser, portal) -> None:
    before = len(portal.requests)
    assert renew(browser, browser.pair(portal, "marketer"), member_id=portal.member_id).status_code == 403
    assert len(portal.requests) == before
    assert not Portal.objects.exists()


@pytest.mark.parametrize("fields", [{}, {"AUTH_ID": ""}, {"AUTH_ID": "a b"}, {"AUTH_ID": "a" * 600}])
def test_a_malformed_renewal_is_refused(browser: Browser, fields: dict[str, str]) -> None:
    answer = browser.client.post("/session/", fields)
    assert (answer.status_code, answer.json()) == (400, {"error": "malformed"})
