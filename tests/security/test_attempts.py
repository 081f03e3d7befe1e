"""Floods at the door: they reach the authorization server once a second at most, and lock out nobody else."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import redis
from django.test import Client

from landing_app.portals import attempts
from landing_app.portals.models import FrameSession, Portal, PortalEvent
from tests.security.test_entries import fields

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import Portal as PretendPortal

pytestmark = pytest.mark.django_db

STRANGER, OFFICE = "203.0.113.7", "198.51.100.20"
DOORS = ["/app/", "/install/", "/placements/", "/session/"]


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.fixture
def installed(emulator: "Emulator", portal: "PretendPortal", client: Client) -> Portal:
    emulator.install_app(portal)
    assert client.post("/install/", fields(emulator, portal)).status_code == 200
    return Portal.objects.get()


@pytest.fixture(autouse=True)
def _slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sizes of the product; a slot comes back after the test."""
    for name in ("UNPROVED", "FORGED_EVENTS"):
        monkeypatch.setattr(attempts, name, replace(getattr(attempts, name), seconds=600.0))


def fill(bucket: attempts.Bucket, who: str) -> None:
    while bucket.take(who) == 0:
        pass


@pytest.mark.parametrize("path", DOORS)
def test_a_stranger_runs_out_of_attempts_and_the_server_is_not_asked(
    emulator: "Emulator", portal: "PretendPortal", installed: Portal, client: Client, path: str
) -> None:
    forged = fields(emulator, portal, AUTH_ID="f" * 40)
    emulator.oauth_requests.clear()
    client.post(path, forged, REMOTE_ADDR=STRANGER)
    assert emulator.oauth_requests == ["app.info"]
    fill(attempts.UNPROVED, STRANGER)
    # Good tokens of a good person do not help either: nothing is known before the server is asked.
    for data in (forged, fields(emulator, portal)):
        answer = client.post(path, data, REMOTE_ADDR=STRANGER)
        assert answer.status_code == 429
        assert 590 <= int(answer["Retry-After"]) <= 600
    assert emulator.oauth_requests == ["app.info"]
    # The office next door does not notice.
    opened = client.post(path, fields(emulator, portal), REMOTE_ADDR=OFFICE)
    assert opened.status_code == 200


def test_the_page_says_what_to_do(
    emulator: "Emulator", portal: "PretendPortal", installed: Portal, client: Client
) -> None:
    fill(attempts.UNPROVED, STRANGER)
    page = client.post("/app/", fields(emulator, portal), REMOTE_ADDR=STRANGER)
    text = page.content.decode()
    assert "Too many attempts from this address" in text
    assert f"Wait {page['Retry-After']} seconds" in text
    renewal = client.post("/session/", fields(emulator, portal), REMOTE_ADDR=STRANGER)
    assert renewal.json() == {"error": "too_many"}


def test_a_forwarded_header_neither_evades_nor_poisons(
    emulator: "Emulator", portal: "PretendPortal", installed: Portal, client: Client
) -> None:
    fill(attempts.UNPROVED, STRANGER)
    base = fields(emulator, portal)
    for forged in ("198.51.100.1", "10.0.0.1", f"{OFFICE}, 127.0.0.1"):
        headers = {"X-Forwarded-For": forged, "X-Real-IP": forged, "Forwarded": f"for={forged}"}
        assert client.post("/app/", base, headers=headers, REMOTE_ADDR=STRANGER).status_code == 429
        # What a proxy of ours makes of it: the stranger's own address comes last.
        headers = {"X-Forwarded-For": f"{forged}, {STRANGER}"}
        assert client.post("/app/", base, headers=headers, REMOTE_ADDR="10.0.0.2").status_code == 429
    assert client.post("/app/", base, REMOTE_ADDR=OFFICE).status_code == 200


def test_an_office_behind_one_address_opens_as_often_as_it_likes(
    emulator: "Emulator",
    portal: "PretendPortal",
    installed: Portal,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was proved costs the address nothing."""
    monkeypatch.setattr(attempts, "UNPROVED", attempts.Bucket("unproved", 3, 60.0))
    base = fields(emulator, portal, "marketer")
    for _ in range(6):
        assert client.post("/app/", base, REMOTE_ADDR=OFFICE).status_code == 200
    for expected in (200, 200, 200, 429):  # a dead token opens the shell that renews
        answer = client.post("/app/", {**base, "AUTH_ID": "dead"}, REMOTE_ADDR=OFFICE)
        assert answer.status_code == expected


def test_a_portal_runs_out_by_its_own_people_only(
    emulator: "Emulator",
    portal: "PretendPortal",
    other_portal: "PretendPortal",
    installed: Portal,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A name of its own: the installation before has already counted in the product's bucket.
    monkeypatch.setattr(attempts, "PORTAL", attempts.Bucket("portal-of-two", 2, 60.0))
    for number in range(5):
        forged = fields(emulator, portal, AUTH_ID="f" * 40)
        client.post("/app/", forged, REMOTE_ADDR=f"203.0.113.{number}")
    base = fields(emulator, portal, "marketer")
    for expected in (200, 200, 429):
        answer = client.post("/app/", base, REMOTE_ADDR=OFFICE)
        assert answer.status_code == expected
    assert "opened too often in this Bitrix24" in answer.content.decode()
    emulator.install_app(other_portal)
    assert client.post("/install/", fields(emulator, other_portal), REMOTE_ADDR=OFFICE).status_code == 200


def test_refused_attempts_leave_nothing_behind(
    emulator: "Emulator", portal: "PretendPortal", installed: Portal, client: Client
) -> None:
    before = (FrameSession.objects.count(), PortalEvent.objects.count())
    fill(attempts.UNPROVED, STRANGER)
    for path in DOORS:
        client.post(path, fields(emulator, portal), REMOTE_ADDR=STRANGER)
    assert (FrameSession.objects.count(), PortalEvent.objects.count()) == before


class TestEvents:
    def post(self, client: Client, portal: "PretendPortal", token: str) -> Any:
        data = {
            "event": "ONAPPUNINSTALL",
            "auth[member_id]": portal.member_id,
            "auth[application_token]": token,
        }
        return client.post("/events/", data, REMOTE_ADDR=STRANGER)

    def test_forged_ones_run_out(self, portal: "PretendPortal", installed: Portal, client: Client) -> None:
        fill(attempts.FORGED_EVENTS, STRANGER)
        before = PortalEvent.objects.count()
        answer = self.post(client, portal, "f" * 32)
        assert (answer.status_code, answer.json()) == (429, {"error": "too_many"})
        assert int(answer["Retry-After"]) >= 1
        assert PortalEvent.objects.count() == before

    def test_a_true_one_from_the_same_address_still_counts(
        self, portal: "PretendPortal", installed: Portal, client: Client
    ) -> None:
        """Bitrix24's own servers send for all portals; somebody may bind our address to events of another app."""
        fill(attempts.FORGED_EVENTS, STRANGER)
        answer = self.post(client, portal, portal.installation.application_token)
        assert answer.status_code == 200
        assert Portal.objects.get().status == "paused"


class TestWithoutRedis:
    @pytest.fixture(autouse=True)
    def _down(self, installed: Portal, settings: Any) -> None:
        settings.REDIS_URL = "redis://127.0.0.1:9/0"

    @pytest.mark.parametrize("path", DOORS)
    def test_nobody_is_asked_uncounted(
        self, emulator: "Emulator", portal: "PretendPortal", client: Client, path: str
    ) -> None:
        emulator.oauth_requests.clear()
        assert client.post(path, fields(emulator, portal)).status_code == 503
        assert emulator.oauth_requests == []

    def test_a_forged_event_is_still_refused(self, portal: "PretendPortal", client: Client) -> None:
        data = {"event": "ONAPPUPDATE", "auth[member_id]": portal.member_id, "auth[application_token]": "f"}
        assert client.post("/events/", data).status_code == 403


def test_a_bucket_drains(redis_url: str) -> None:
    bucket = attempts.Bucket("drains", 2, 30.0)
    assert [bucket.take("a"), bucket.take("a")] == [0, 0]
    assert 29 < bucket.take("a") <= 30
    assert bucket.take("b") == 0
    bucket.give_back("a")
    assert bucket.wait("a") == 0
    assert bucket.take("a") == 0
    connection = redis.Redis.from_url(redis_url)
    keys = list(connection.scan_iter("attempts:*"))
    assert len(keys) == 2
    assert all(0 < connection.ttl(key) <= 60 for key in keys)  # forgotten as soon as it is empty
    assert all(b"drains" in key and not key.endswith(b":a") for key in keys)
