"""Opening the app: a proved person gets a frame session, a reload renews, everyone else gets a reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

from landing_app.portals import frames
from landing_app.portals.models import FrameSession, Portal, PortalEvent, PortalUser
from tests.portals.conftest import HEADER, Browser

pytestmark = pytest.mark.django_db


def test_a_person_opens_the_app_and_works(browser: Browser, portal, installed) -> None:
    answer = browser.open(portal, PLACEMENT="LANDING_SETTINGS", PLACEMENT_OPTIONS='{"SITE_ID":"3","LID":"9"}')
    opened = answer.json()
    assert opened["renew"] is False
    assert opened["options"] == {"SITE_ID": "3", "LID": "9"}
    assert opened["portal_origin"] == portal.origin
    assert not answer.cookies

    worked = browser.get("/probe/", opened["session_token"])
    assert worked.json()["user"] == portal.users["marketer"].id
    assert f"frame-ancestors {portal.origin}" in worked["Content-Security-Policy"]
    assert not worked.cookies


def test_the_token_is_random_and_kept_only_as_a_hash(browser: Browser, portal, installed) -> None:
    first, second = browser.token(portal), browser.token(portal)
    assert first != second
    assert len(first) >= 43  # 256 bits in base64
    hashes = set(FrameSession.objects.values_list("token_hash", flat=True))
    assert hashes == {frames.digest(first), frames.digest(second)}


def test_language_and_time_zone_are_those_of_the_person(browser: Browser, portal, installed, stored) -> None:
    opened = browser.post("/app/", portal, browser.fields(portal, "marketer"), lang="ua").json()
    frame = FrameSession.objects.get()
    assert (frame.language, frame.timezone) == ("uk", "Europe/Berlin")
    assert browser.get("/probe/", opened["session_token"]).json()["language"] is not None


def test_a_dead_token_in_the_entry_renews_instead_of_failing(browser: Browser, portal, installed) -> None:
    fields = browser.fields(portal, "marketer")
    portal.expire_tokens()
    answer = browser.post("/app/", portal, fields)
    assert answer.status_code == 200
    assert answer.json()["renew"] is True
    assert answer.json()["session_token"] == ""
    assert f"frame-ancestors {portal.origin}" in answer["Content-Security-Policy"]
    assert not FrameSession.objects.exists()


def test_an_empty_token_renews_too(browser: Browser, portal, installed) -> None:
    assert browser.open(portal, AUTH_ID="", REFRESH_ID="").json()["renew"] is True


def test_a_portal_that_never_installed_gets_a_reason(browser: Browser, portal) -> None:
    before = len(portal.requests)
    answer = browser.open(portal)
    assert answer.status_code == 403
    assert "not set up" in answer.content.decode()
    assert not PortalUser.objects.exists()
    assert len(portal.requests) == before


def test_a_token_of_another_portal_opens_nothing(browser: Browser, portal, other_portal, installed) -> None:
    browser.install(other_portal)
    foreign = browser.pair(other_portal, "marketer")
    answer = browser.open(portal, AUTH_ID=foreign.access, REFRESH_ID=foreign.refresh)
    assert answer.status_code == 403
    assert not FrameSession.objects.exists()
    assert PortalEvent.objects.filter(member_id=portal.member_id, kind="refused").count() == 1


def test_a_person_of_one_portal_is_not_the_same_number_of_another(
    browser: Browser, portal, other_portal, installed
) -> None:
    browser.install(other_portal)
    here, there = browser.token(portal), browser.token(other_portal)
    assert browser.get("/probe/", here).json()["portal"] == portal.member_id
    assert browser.get("/probe/", there).json()["portal"] == other_portal.member_id
    assert PortalUser.objects.filter(user_id=7).count() == 2


def test_the_proof_does_not_go_to_the_posted_server(browser: Browser, portal, installed) -> None:
    """A known portal is proved at its own stored server, whatever SERVER_ENDPOINT says."""
    assert browser.open(portal, SERVER_ENDPOINT="http://127.0.0.1:9/rest/").json()["renew"] is False


def test_a_moved_portal_keeps_its_row_and_gets_its_new_address(browser: Browser, portal, installed) -> None:
    browser.emulator.rename(portal, "127.0.0.77")
    from django.conf import settings

    settings.BITRIX24_TRUSTED_HOSTS.append(f"127.0.0.77:{portal.port}")
    try:
        assert browser.open(portal).json()["portal_origin"] == portal.origin
    finally:
        settings.BITRIX24_TRUSTED_HOSTS.pop()
    assert Portal.objects.get().domain == f"127.0.0.77:{portal.port}"


def test_an_unreachable_portal_gives_an_honest_page(browser: Browser, portal, installed) -> None:
    browser.emulator.oauth_faults.add("502", times=None)
    answer = browser.open(portal)
    assert answer.status_code == 503
    assert b"data-try-again" in answer.content


@pytest.mark.parametrize("token", ["", "x" * 43, "x" * 5000])
def test_requests_without_a_live_session_are_refused(browser: Browser, token: str) -> None:
    answer = browser.get("/probe/", token)
    assert answer.status_code == 401
    assert answer.json() == {"error": "session_expired"}


def test_thirty_idle_minutes_end_a_session_and_polls_do_not_count(
    browser: Browser, portal, installed
) -> None:
    token = browser.token(portal)
    sessions = FrameSession.objects.all()
    sessions.update(last_human_at=timezone.now() - timedelta(minutes=29))
    assert browser.get("/poll/", token).status_code == 200
    sessions.update(last_human_at=timezone.now() - timedelta(minutes=31))
    assert browser.get("/poll/", token).status_code == 401
    assert browser.get("/probe/", token).status_code == 401


def test_a_human_request_starts_the_thirty_minutes_again(browser: Browser, portal, installed) -> None:
    token = browser.token(portal)
    long_ago = timezone.now() - timedelta(minutes=29)
    FrameSession.objects.update(last_human_at=long_ago)
    browser.get("/poll/", token)
    assert FrameSession.objects.get().last_human_at == long_ago
    browser.get("/probe/", token)
    assert timezone.now() - FrameSession.objects.get().last_human_at < timedelta(minutes=1)


def test_an_hour_after_the_proof_a_session_ends(browser: Browser, portal, installed) -> None:
    token = browser.token(portal)
    FrameSession.objects.update(proved_at=timezone.now() - timedelta(minutes=61))
    assert browser.get("/probe/", token).status_code == 401


def test_a_person_whose_grant_died_must_renew(browser: Browser, portal, installed, stored) -> None:
    token = browser.token(portal)
    PortalUser.objects.filter(user_id=7).update(grant_lost_at=timezone.now())
    assert browser.get("/probe/", token).status_code == 401
    browser.open(portal)
    assert browser.get("/probe/", token).status_code == 200


def test_a_post_needs_no_csrf_token_but_must_come_from_our_page(browser: Browser, portal, installed) -> None:
    token = browser.token(portal)
    ours = {HEADER: token, "Origin": "http://localhost:8000", "Sec-Fetch-Site": "same-origin"}
    assert browser.client.post("/probe/", headers=ours).status_code == 200
    for foreign in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert browser.client.post("/probe/", headers={**ours, **foreign}).status_code in (401, 403)
    assert browser.client.post("/probe/").status_code == 403


def test_a_signed_link_works_for_its_frame_and_its_minute(
    browser: Browser, portal, installed, time_machine
) -> None:
    link = browser.get("/probe/", browser.token(portal)).json()["link"]
    assert browser.client.get(link).json() == {"user": 7, "page": 7}
    assert browser.client.get(link[:-3] + "x/").status_code == 410
    FrameSession.objects.update(revoked_at=timezone.now())
    assert browser.client.get(link).status_code == 410
    FrameSession.objects.update(revoked_at=None)
    time_machine.move_to(timezone.now() + timedelta(seconds=61))
    assert browser.client.get(link).status_code == 410
