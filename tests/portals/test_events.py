"""A reported uninstall pauses at once and erases only what the authorization server confirms."""

import json
from datetime import timedelta

import pytest
import redis
import time_machine
from django.utils import timezone

from landing_app.portals import signals, tasks
from landing_app.portals.models import ApiCall, FrameSession, Portal, PortalEvent, PortalUser
from tests.portals.conftest import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """What the signal told the other apps."""
    said: list[bool] = []

    def listen(portal, erasing, **_) -> None:
        said.append(erasing)

    signals.portal_disconnected.connect(listen, weak=False)
    yield said
    signals.portal_disconnected.disconnect(listen)


def kinds(portal) -> list[str]:
    return list(
        PortalEvent.objects.filter(member_id=portal.member_id).order_by("pk").values_list("kind", flat=True)
    )


def test_a_true_uninstall_pauses_then_erases(browser: Browser, portal, installed, heard) -> None:
    token = browser.token(portal)
    browser.emulator.uninstall_app(portal)

    assert browser.event(portal).status_code == 200
    assert Portal.objects.get().status == "paused"
    assert browser.get("/probe/", token).status_code == 401
    assert heard == [False]
    assert PortalUser.objects.exists()

    tasks.check_uninstall(installed.pk)
    assert heard == [False, True]
    for table in (Portal, PortalUser, FrameSession, ApiCall):
        assert not table.objects.exists(), table
    assert kinds(portal) == ["erased"]


def test_a_forged_uninstall_erases_nothing(browser: Browser, portal, installed, heard) -> None:
    """Every user of the portal sees the application token, so one of them may post this."""
    browser.open(portal)
    browser.event(portal)
    tasks.check_uninstall(installed.pk)

    assert Portal.objects.get().status == "active"
    assert PortalUser.objects.count() == 2
    assert heard == [False]
    assert "forged" in kinds(portal)
    assert browser.get("/probe/", browser.token(portal)).status_code == 200


def test_the_refreshed_pair_of_the_check_is_the_stored_one(
    browser: Browser, portal, installed, stored
) -> None:
    from landing_app.portals.clients import landing_for

    browser.event(portal)
    tasks.check_uninstall(installed.pk)
    portal.expire_tokens()
    assert landing_for(stored(portal, "administrator")).profile().id == 1


def test_an_opening_of_the_app_proves_a_report_forged(browser: Browser, portal, installed) -> None:
    browser.event(portal)
    assert browser.open(portal).json()["renew"] is False
    assert Portal.objects.get().status == "active"
    assert "forged" in kinds(portal)


def test_an_unreachable_host_keeps_the_pause_until_it_answers(
    browser: Browser, portal, installed, heard
) -> None:
    browser.event(portal)
    browser.emulator.oauth_faults.add("502", times=None)
    tasks.check_reported_uninstalls()
    tasks.check_reported_uninstalls()
    assert Portal.objects.get().status == "paused"
    assert kinds(portal).count("uninstall_unclear") == 1

    browser.emulator.oauth_faults.clear()
    PortalUser.objects.update(refresh_lease_until=None)  # the failed refresh keeps its lease for 40 seconds
    tasks.check_reported_uninstalls()
    assert Portal.objects.get().status == "active"


def test_an_unpaid_month_is_not_taken_for_a_removal(browser: Browser, portal, installed, heard) -> None:
    browser.event(portal)
    portal.installation.payment_expired = True
    tasks.check_uninstall(installed.pk)
    assert Portal.objects.get().status == "paused"
    assert heard == [False]


def test_a_wrong_secret_of_ours_erases_nobody(browser: Browser, portal, installed, settings, heard) -> None:
    browser.event(portal)
    settings.BITRIX24_CLIENT_SECRET = "mistyped"
    tasks.check_uninstall(installed.pk)
    assert Portal.objects.get().status == "paused"
    assert heard == [False]


def test_after_thirty_unclear_days_the_portal_is_erased(browser: Browser, portal, installed) -> None:
    browser.event(portal)
    portal.installation.payment_expired = True
    Portal.objects.update(uninstall_reported_at=timezone.now() - timedelta(days=31))
    tasks.check_reported_uninstalls()
    assert not Portal.objects.exists()


def test_a_grant_that_died_before_the_report_proves_nothing(browser: Browser, portal, installed) -> None:
    PortalUser.objects.update(grant_lost_at=timezone.now(), grant_lost_code="invalid_grant")
    browser.event(portal)
    tasks.check_uninstall(installed.pk)
    assert Portal.objects.get().status == "paused"


def test_an_erasing_that_was_cut_off_is_finished(browser: Browser, portal, installed) -> None:
    Portal.objects.update(status="gone")
    assert browser.open(portal).status_code == 403
    tasks.check_reported_uninstalls()
    assert not Portal.objects.exists()


def test_one_portal_is_erased_and_the_other_stays(browser: Browser, portal, other_portal, installed) -> None:
    browser.install(other_portal)
    browser.emulator.uninstall_app(portal)
    browser.event(portal)
    tasks.check_reported_uninstalls()
    assert Portal.objects.get().member_id == other_portal.member_id
    assert PortalUser.objects.get().portal.member_id == other_portal.member_id


def test_uninstall_and_install_again(browser: Browser, portal, installed) -> None:
    browser.emulator.uninstall_app(portal)
    browser.event(portal)
    tasks.check_uninstall(installed.pk)
    assert browser.install(portal).status_code == 200
    assert Portal.objects.get().status == "active"


@pytest.mark.parametrize(
    "changed",
    [
        {"auth[application_token]": "guessed"},
        {"auth[application_token]": ""},
        {"auth[member_id]": "0" * 32},
        {"auth[member_id]": ""},
        {"event": ""},
        {"auth[application_token]": "x" * 5000},
    ],
)
def test_a_stranger_reports_nothing(
    browser: Browser, portal, installed, heard, changed: dict[str, str]
) -> None:
    answer = browser.event(portal, **changed)
    assert answer.status_code in (400, 403)
    assert Portal.objects.get().status == "active"
    assert heard == []


def test_an_empty_token_does_not_match_a_portal_without_one(browser: Browser, portal) -> None:
    browser.install(portal, APPLICATION_TOKEN="")
    answer = browser.event(portal, **{"auth[application_token]": "anything"})
    assert answer.status_code == 403
    assert Portal.objects.get().status == "active"


def test_the_token_of_one_portal_does_not_serve_for_another(
    browser: Browser, portal, other_portal, installed
) -> None:
    browser.install(other_portal)
    token = other_portal.installation.application_token
    assert browser.event(portal, **{"auth[application_token]": token}).status_code == 403
    assert set(Portal.objects.values_list("status", flat=True)) == {"active"}


def test_refusals_are_written_down_but_never_without_end(browser: Browser, portal, installed) -> None:
    PortalEvent.objects.bulk_create(
        PortalEvent(member_id=portal.member_id, kind="refused") for _ in range(99)
    )
    for _ in range(5):
        browser.event(portal, **{"auth[application_token]": "guessed"})
    assert PortalEvent.objects.filter(kind="refused").count() == 100


class TestAfterAForgedReport:
    """Somebody who knows the application token tries to keep the others out."""

    @pytest.fixture(autouse=True)
    def _forged(self, browser: Browser, portal, installed) -> None:
        browser.event(portal)
        tasks.check_uninstall(installed.pk)

    def test_another_one_ends_no_session(
        self, browser: Browser, portal, installed, heard, django_capture_on_commit_callbacks
    ) -> None:
        token = browser.token(portal)
        heard.clear()
        with django_capture_on_commit_callbacks() as queued:
            assert browser.event(portal).status_code == 200
        assert (Portal.objects.get().status, heard, queued) == ("active", [], [])
        assert browser.get("/probe/", token).status_code == 200

    def test_a_true_one_is_found_out_all_the_same(self, browser: Browser, portal, installed) -> None:
        browser.emulator.uninstall_app(portal)
        browser.event(portal)
        tasks.check_reported_uninstalls()
        assert Portal.objects.get().status == "active"
        with time_machine.travel(timezone.now() + timedelta(minutes=11)):
            tasks.check_reported_uninstalls()
        assert not Portal.objects.exists()

    def test_a_false_one_is_forgotten(self, browser: Browser, portal, installed) -> None:
        browser.event(portal)
        with time_machine.travel(timezone.now() + timedelta(minutes=11)):
            tasks.check_reported_uninstalls()
        found = Portal.objects.get()
        assert (found.status, found.uninstall_reported_at) == ("active", None)

    def test_an_unclear_one_is_asked_about_again(self, browser: Browser, portal, installed) -> None:
        browser.event(portal)
        browser.emulator.oauth_faults.add("502", times=None)
        with time_machine.travel(timezone.now() + timedelta(minutes=11)):
            tasks.check_reported_uninstalls()
            assert Portal.objects.get().uninstall_reported_at > timezone.now() - timedelta(minutes=1)

    def test_a_day_later_a_report_pauses_again(self, browser: Browser, portal, installed) -> None:
        with time_machine.travel(timezone.now() + timedelta(hours=2)):
            browser.event(portal)
        assert Portal.objects.get().status == "paused"


def test_a_replayed_report_changes_nothing_more(browser: Browser, portal, installed) -> None:
    browser.event(portal)
    first = Portal.objects.get().uninstall_reported_at
    browser.event(portal)
    assert Portal.objects.get().uninstall_reported_at == first
    assert kinds(portal).count("uninstall_reported") == 1
    tasks.check_uninstall(installed.pk)
    assert Portal.objects.get().status == "active"


@pytest.mark.parametrize("name", ["ONAPPINSTALL", "ONAPPUPDATE", "OnAppUpdate"])
def test_other_events_are_written_down(browser: Browser, portal, installed, name: str) -> None:
    assert browser.event(portal, name).status_code == 200
    noted = PortalEvent.objects.get(kind="event")
    assert noted.detail == {"event": name.upper(), "version": "2"}
    assert Portal.objects.get().status == "active"


def test_a_missing_broker_does_not_break_the_answer(
    browser: Browser, portal, installed, django_capture_on_commit_callbacks, settings, caplog
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.event(portal).status_code == 200
    assert Portal.objects.get().status == "paused"
    assert "waits for the timetable" in caplog.text


def test_the_check_is_queued_for_the_system_worker(
    browser: Browser, portal, installed, django_capture_on_commit_callbacks, redis_url
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        browser.event(portal)
    queued = redis.Redis.from_url(redis_url).lrange("system", 0, -1)
    assert len(queued) == 1
    message = json.loads(queued[0])
    assert message["headers"]["task"] == "landing_app.portals.tasks.check_uninstall"
    assert message["headers"]["argsrepr"] == f"({installed.pk},)"


def test_an_installation_during_the_erasing_wins(browser: Browser, portal, installed) -> None:
    browser.emulator.uninstall_app(portal)
    browser.event(portal)

    def reinstall(erasing: bool, **_) -> None:
        if erasing:
            browser.install(portal)

    signals.portal_disconnected.connect(reinstall, weak=False)
    try:
        tasks.check_uninstall(installed.pk)
    finally:
        signals.portal_disconnected.disconnect(reinstall)
    assert Portal.objects.get().status == "active"
    assert PortalUser.objects.get().tokens.reveal()
    assert "erased" not in kinds(portal)
