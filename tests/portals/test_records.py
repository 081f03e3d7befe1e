"""The log of REST calls, the read cache, purging, health and the admin."""

import json
from datetime import timedelta
from threading import Timer

import pytest
import redis
from axes.models import AccessLog
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from landing_app.bitrix24.calllog import CallEntry
from landing_app.bitrix24.errors import AccessError, NotFound, TransportError
from landing_app.portals import health, readings, reads, tasks
from landing_app.portals.call_log import CALL_LOG, BufferedCallLog
from landing_app.portals.models import ApiCall, FrameSession, PortalEvent
from tests.portals.conftest import Browser

pytestmark = pytest.mark.django_db


def entry(number: int = 1) -> CallEntry:
    return CallEntry(
        trace_id=f"trace-{number}",
        member_id="m1",
        user_id=7,
        method="landing.landing.publication",
        started_at=1_790_000_000.0,
        duration=0.25,
        operating=0.1,
        status=200,
        error="",
        request={"lid": 5},
        answer=True,
    )


class TestCallLog:
    def test_calls_are_written_at_the_end_of_the_request(self, browser: Browser, portal, installed) -> None:
        logged = ApiCall.objects.filter(member_id=portal.member_id)
        assert {"profile", "event.get", "event.bind", "landing.repo.bind"} <= set(
            logged.values_list("method", flat=True)
        )
        bind = logged.filter(method="landing.repo.bind").first()
        assert bind is not None
        assert (bind.user_id, bind.status, bind.code) == (1, 200, "")

    def test_no_secret_is_logged(self, browser: Browser, portal) -> None:
        fields = browser.fields(portal)
        browser.emulator.install_app(portal, finished=False)
        browser.post("/install/", portal, fields)
        text = json.dumps(list(ApiCall.objects.values("request", "answer")))
        for name in ("AUTH_ID", "REFRESH_ID", "APPLICATION_TOKEN"):
            assert fields[name] not in text

    def test_a_failing_table_neither_breaks_a_call_nor_loses_entries(self, monkeypatch) -> None:
        from django.db import DatabaseError

        log = BufferedCallLog()
        broken = monkeypatch.context()
        with broken as patch:
            patch.setattr(
                ApiCall.objects,
                "bulk_create",
                lambda *_, **__: (_ for _ in ()).throw(DatabaseError("locked")),
            )
            log.record(entry(1))
            log.flush()
        log.record(entry(2))
        log.flush()
        assert list(ApiCall.objects.order_by("pk").values_list("trace_id", flat=True)) == [
            "trace-1",
            "trace-2",
        ]

    def test_a_long_task_writes_on_the_way(self) -> None:
        log = BufferedCallLog()
        for number in range(100):
            log.record(entry(number))
        assert ApiCall.objects.count() == 100

    def test_a_call_is_found_by_its_trace_id(self, django_assert_num_queries) -> None:
        CALL_LOG.record(entry(42))
        CALL_LOG.flush()
        with django_assert_num_queries(1):
            assert ApiCall.objects.get(trace_id="trace-42").request == {"lid": 5}


class TestPurge:
    def test_old_rows_go_and_young_ones_stay(self, browser: Browser, portal, installed, settings) -> None:
        browser.open(portal)
        now = timezone.now()
        for days in (settings.API_LOG_DAYS - 1, settings.API_LOG_DAYS + 1):
            at = now - timedelta(days=days)
            ApiCall.objects.create(trace_id=str(days), member_id="m", method="profile", at=at, seconds=0)
            PortalEvent.objects.create(member_id="m", kind="event", at=now - timedelta(days=days * 12))
        tasks.purge()
        assert ApiCall.objects.filter(member_id="m").get().trace_id == str(settings.API_LOG_DAYS - 1)
        assert PortalEvent.objects.filter(member_id="m").count() == 1
        assert FrameSession.objects.count() == 1
        FrameSession.objects.update(proved_at=now - timedelta(days=8))
        tasks.purge()
        assert not FrameSession.objects.exists()

    def test_what_the_sign_in_of_operators_leaves_goes_too(self, db: None) -> None:
        now = timezone.now()
        for number, days in enumerate((-1, 1)):
            Session.objects.create(session_key=f"s{number}", expire_date=now - timedelta(days=days))
            AccessLog.objects.create(username=f"anna{number}")
        AccessLog.objects.filter(username="anna1").update(attempt_time=now - timedelta(days=366))
        tasks.purge()
        assert Session.objects.get().session_key == "s0"
        assert AccessLog.objects.get().username == "anna0"


class TestReads:
    @pytest.fixture
    def person(self, browser: Browser, portal, installed, stored):
        browser.open(portal)
        return stored(portal, "marketer")

    def asked(self, portal, method: str) -> int:
        return sum(1 for entry in portal.requests if entry.method.lower() == method)

    def test_sites_of_every_scope_are_read_once_a_minute(self, portal, person) -> None:
        first = reads.sites(person)
        number = self.asked(portal, "landing.site.getlist")
        second = reads.sites(person)
        assert self.asked(portal, "landing.site.getlist") == number
        assert second.value == first.value
        assert not second.stale
        assert {site.scope for site in first.value} >= {"", "KNOWLEDGE"}
        assert not [site for site in first.value if site.special or site.deleted]

    def test_after_a_minute_the_portal_is_asked_again(self, portal, person, time_machine) -> None:
        reads.sites(person)
        number = self.asked(portal, "landing.site.getlist")
        time_machine.move_to(timezone.now() + timedelta(seconds=61))
        reads.sites(person)
        assert self.asked(portal, "landing.site.getlist") > number

    def test_contents_survive_the_cache_unchanged(self, person) -> None:
        site = next(site for site in reads.sites(person).value if site.scope == "")
        fresh = reads.site_contents(person, "", site.id).value
        readings._at_hand.clear()  # as in another process
        kept = reads.site_contents(person, "", site.id).value
        assert kept == fresh
        assert kept is not fresh
        assert fresh.pages

    def test_the_work_on_a_reading_is_done_once_and_again_after_a_change(self, person) -> None:
        site = next(site for site in reads.sites(person).value if site.scope == "")
        done = []
        for _ in range(2):
            reading = reads.site_contents(person, "", site.id)
            assert reading.worked_out("count", lambda: done.append(1) or len(done)) == 1
        reads.forget(person.portal, "", site.id)
        reading = reads.site_contents(person, "", site.id)
        assert reading.worked_out("count", lambda: done.append(1) or len(done)) == 2

    def test_a_kept_reading_costs_no_request(self, portal, person, time_machine) -> None:
        assert reads.kept_sites(person) is None
        first = reads.sites(person)
        number = len(portal.requests)
        time_machine.move_to(timezone.now() + timedelta(minutes=5))
        kept = reads.kept_sites(person)
        assert (kept.value, kept.read_at, kept.is_fresh) == (first.value, first.read_at, False)
        assert len(portal.requests) == number

    def test_a_silent_portal_is_answered_from_the_cache_and_says_so(
        self, portal, person, time_machine
    ) -> None:
        first = reads.sites(person)
        portal.faults.add("502", times=None)
        time_machine.move_to(timezone.now() + timedelta(minutes=5))
        late = reads.sites(person)
        assert late.stale
        assert late.value == first.value
        assert late.read_at == first.read_at

    def test_a_silent_portal_without_anything_kept_is_an_error(self, portal, person) -> None:
        reads.forget(person.portal)
        portal.faults.add("502", times=None)
        with pytest.raises(TransportError):
            reads.sites(person)

    def test_people_do_not_share_readings(self, browser: Browser, portal, person, stored) -> None:
        assert reads.sites(person).value
        browser.open(portal, "no_access")
        with pytest.raises(AccessError):
            reads.sites(stored(portal, "no_access"))

    def test_forgetting_one_site_reads_it_again_and_leaves_the_others(self, portal, person) -> None:
        one, two = [site for site in reads.sites(person).value if site.scope == ""][:2]
        reads.site_contents(person, "", one.id)
        reads.site_contents(person, "", two.id)
        before = len(portal.requests)
        reads.forget(person.portal, "", one.id)
        reads.site_contents(person, "", two.id)
        assert len(portal.requests) == before
        reads.site_contents(person, "", one.id)
        assert len(portal.requests) > before

    def test_a_new_reading_takes_the_room_of_the_last_one(self, person, redis_url: str) -> None:
        """While a job changes a large site, somebody who looks on must not fill Redis."""
        site = next(site for site in reads.sites(person).value if site.scope == "")
        pattern = f"page-desk:reads:{person.portal.member_id}:{person.user_id}:*"
        for _ in range(4):
            reads.site_contents(person, "", site.id)
            reads.forget(person.portal, "", site.id)
        assert len(list(redis.Redis.from_url(redis_url).scan_iter(pattern))) == 2

    def test_what_was_forgotten_while_it_was_read_is_not_shown(self, portal, person) -> None:
        site = next(site for site in reads.sites(person).value if site.scope == "")
        portal.faults.add("slow", seconds=1.5)
        job = Timer(0.5, reads.forget, (person.portal, "", site.id))
        job.start()
        reads.site_contents(person, "", site.id)
        job.join()
        number = len(portal.requests)
        reads.site_contents(person, "", site.id)
        assert len(portal.requests) > number

    def test_a_foreign_site_is_not_found(self, person) -> None:
        with pytest.raises(NotFound):
            reads.site_contents(person, "", 999_999)


class TestHealth:
    def test_a_process_is_alive_and_ready(self, client: Client) -> None:
        health.note_sweep()
        assert client.get("/health/live").json() == {"live": True}
        answer = client.get("/health/ready")
        assert answer.status_code == 200
        assert answer.json() | {"sweep_age": 0} == {
            "ready": True,
            "database": "ok",
            "redis": "ok",
            "sweep": "ok",
            "sweep_age": 0,
        }

    def test_a_probe_calls_the_process_by_its_address(self, client: Client) -> None:
        assert client.get("/health/live", headers={"Host": "10.0.0.7:8000"}).status_code == 200
        assert client.get("/support/", headers={"Host": "10.0.0.7:8000"}).status_code == 400

    def test_a_missing_redis_is_said(self, client: Client, settings) -> None:
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
        answer = client.get("/health/ready")
        assert answer.status_code == 503
        assert answer.json()["redis"] == "down"

    def test_a_late_sweep_is_said_but_does_not_take_the_web_down(
        self, client: Client, redis_url: str
    ) -> None:
        assert client.get("/health/ready").json()["sweep"] == "never"
        redis.Redis.from_url(redis_url).set("page-desk:sweep-at", 1_000_000)
        answer = client.get("/health/ready")
        assert (answer.status_code, answer.json()["sweep"]) == (200, "late")

    @pytest.mark.parametrize(
        "path", ["/health/live", "/health/ready", "/legal/privacy/", "/legal/license/", "/support/"]
    )
    def test_plain_addresses_answer_head(self, client: Client, path: str) -> None:
        answer = client.head(path)
        assert answer.status_code == 200
        assert "Content-Disposition" not in answer
        assert not answer.cookies

    def test_the_privacy_policy_names_the_real_numbers(self, client: Client, settings) -> None:
        settings.API_LOG_DAYS, settings.JOB_DAYS = 17, 211
        text = client.get("/legal/privacy/").content.decode()
        assert "17 days" in text
        assert "211 days" in text


class TestRedisDown:
    def test_opening_says_so_and_can_be_tried_again(
        self, browser: Browser, portal, installed, settings
    ) -> None:
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
        answer = browser.open(portal)
        assert answer.status_code == 503
        assert b"data-try-again" in answer.content


class TestAdmin:
    @pytest.fixture
    def staff(self, settings, db: None) -> Client:
        from django.contrib.admin import site  # noqa: F401 - the product's site needs a second factor

        settings.ROOT_URLCONF = "tests.portals.admin_addresses"
        user = User.objects.create_superuser("operator", password="a long enough password")
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    @pytest.mark.parametrize("table", ["portal", "portaluser", "framesession", "portalevent", "apicall"])
    def test_lists_and_rows_show_no_secret(
        self, staff: Client, browser: Browser, portal, settings, table: str
    ) -> None:
        settings.ROOT_URLCONF = "tests.portals.addresses"
        fields = browser.fields(portal)
        browser.emulator.install_app(portal)
        browser.post("/install/", portal, fields)
        token = browser.token(portal)
        settings.ROOT_URLCONF = "tests.portals.admin_addresses"
        from django.apps import apps

        row = apps.get_model("portals", table).objects.first()
        listing = staff.get(f"/admin/portals/{table}/?q=example")
        pages = [staff.get(f"/admin/portals/{table}/"), staff.get(f"/admin/portals/{table}/{row.pk}/change/")]
        assert [page.status_code for page in [listing, *pages]] == [200, 200, 200]
        text = "".join(page.content.decode() for page in pages)
        for secret in (fields["AUTH_ID"], fields["REFRESH_ID"], fields["APPLICATION_TOKEN"], token):
            assert secret not in text
        assert "gAAAA" not in text  # a Fernet token
        assert "frame-ancestors 'none'" in pages[0]["Content-Security-Policy"]
        assert pages[0]["X-Frame-Options"] == "DENY"

    def test_rows_cannot_be_added_changed_or_deleted(
        self, staff: Client, browser: Browser, installed, settings
    ) -> None:
        settings.ROOT_URLCONF = "tests.portals.admin_addresses"
        assert staff.get("/admin/portals/portal/add/").status_code == 403
        change = f"/admin/portals/portal/{installed.pk}/change/"
        assert staff.post(change, {"domain": "evil.example"}).status_code == 403
        assert staff.post(f"/admin/portals/portal/{installed.pk}/delete/", {"post": "yes"}).status_code == 403

    @pytest.mark.parametrize("table", ["portal", "portaluser", "framesession"])
    def test_frames_are_revoked(self, staff: Client, browser: Browser, portal, settings, table: str) -> None:
        settings.ROOT_URLCONF = "tests.portals.addresses"
        browser.install(portal)
        token = browser.token(portal)
        from django.apps import apps

        keys = [str(key) for key in apps.get_model("portals", table).objects.values_list("pk", flat=True)]
        settings.ROOT_URLCONF = "tests.portals.admin_addresses"
        data = {"action": "revoke_frame_sessions", "_selected_action": keys}
        assert staff.post(f"/admin/portals/{table}/", data).status_code == 302
        settings.ROOT_URLCONF = "tests.portals.addresses"
        assert browser.get("/probe/", token).status_code == 401
