"""The installer: it proves an administrator of a portal, keeps the least, binds, and may be repeated."""

import socket
import threading
from collections.abc import Iterator

import pytest

from landing_app.portals.models import FrameSession, Portal, PortalEvent, PortalUser
from tests.portals.conftest import Browser

pytestmark = pytest.mark.django_db


def methods(portal) -> list[str]:
    return [entry.method.lower() for entry in portal.requests]


@pytest.fixture
def stranger() -> Iterator[tuple[str, list[bytes]]]:
    """An address of an attacker that writes down everything it is sent."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                with connection:
                    heard.append(connection.recv(2000))

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}", heard
        stop.set()
        thread.join()


def test_an_administrator_installs(browser: Browser, portal) -> None:
    answer = browser.install(portal)

    assert answer.status_code == 200
    assert b"data-install-finish" in answer.content
    assert b"js/install.js" in answer.content
    assert portal.origin in answer.content.decode()
    kept = Portal.objects.get()
    assert (kept.member_id, kept.origin, kept.status) == (portal.member_id, portal.origin, "active")
    assert kept.application_token.reveal() == portal.installation.application_token
    person = PortalUser.objects.get()
    assert (person.user_id, person.is_admin) == (1, True)
    assert "Ann" in person.name
    handlers = {(event.event, event.handler) for event in portal.installation.events}
    assert handlers == {("ONAPPUNINSTALL", "http://localhost:8000/events/")}
    places = {(place.placement, place.handler) for place in portal.installation.placements}
    expected = {"LANDING_SETTINGS", "LANDING_BLOCK_*"}
    assert places == {(place, "http://localhost:8000/placements/") for place in expected}


def test_installing_again_keeps_one_of_everything(browser: Browser, portal) -> None:
    browser.install(portal)
    portal.installation.application_token = "changed-by-an-update"
    answer = browser.install(portal)

    assert answer.status_code == 200
    assert b"data-install-finish" in answer.content
    assert Portal.objects.get().application_token.reveal() == "changed-by-an-update"
    assert PortalUser.objects.count() == 1
    assert len(portal.installation.events) == 1
    assert len(portal.installation.placements) == 2
    kinds = list(PortalEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["installed", "reinstalled"]


def test_installing_again_ends_a_pause(browser: Browser, portal, installed: Portal) -> None:
    browser.event(portal)
    assert Portal.objects.get().status == "paused"
    browser.install(portal)
    assert Portal.objects.get().status == "active"
    assert Portal.objects.get().uninstall_reported_at is None


def test_the_page_shows_no_secret(browser: Browser, portal) -> None:
    fields = browser.fields(portal)
    page = browser.post("/install/", portal, fields).content.decode()
    for name in ("AUTH_ID", "REFRESH_ID", "APPLICATION_TOKEN"):
        assert fields[name] not in page


def test_a_failed_step_offers_to_try_again_and_the_next_try_goes_on(browser: Browser, portal) -> None:
    portal.faults.add("500", times=None, methods=["landing.repo.bind"])
    failed = browser.install(portal)
    assert failed.status_code == 200
    assert b"INTERNAL_SERVER_ERROR" in failed.content
    assert b"data-install-finish" not in failed.content
    assert b"Try again" in failed.content

    portal.faults.clear()
    assert b"data-install-finish" in browser.install(portal).content
    assert len(portal.installation.events) == 1
    assert len(portal.installation.placements) == 2


def test_another_person_than_an_administrator_changes_nothing(browser: Browser, portal) -> None:
    answer = browser.install(portal, "marketer")
    assert answer.status_code == 403
    assert "Ask an administrator to finish the setup" in answer.content.decode()
    assert not Portal.objects.exists()
    assert not portal.installation.events


def test_only_an_administrator_replaces_the_application_token(browser: Browser, portal, installed) -> None:
    browser.install(portal, "marketer", APPLICATION_TOKEN="planted-by-a-user")
    kept = Portal.objects.get().application_token.reveal()
    assert kept == portal.installation.application_token


@pytest.mark.parametrize("field", ["member_id", "AUTH_ID"])
def test_a_missing_field_is_refused(browser: Browser, portal, field: str) -> None:
    fields = browser.fields(portal)
    del fields[field]
    before = len(portal.requests)
    answer = browser.post("/install/", portal, fields)
    assert answer.status_code in (400, 403)
    assert b"<h1" in answer.content
    assert not Portal.objects.exists()
    assert len(portal.requests) == before


def test_an_oversized_request_is_refused_unread(browser: Browser, portal) -> None:
    answer = browser.install(portal, PLACEMENT_OPTIONS="x" * 100_000)
    assert answer.status_code == 413
    assert not Portal.objects.exists()


def test_an_oversized_field_is_refused(browser: Browser, portal) -> None:
    assert browser.install(portal, AUTH_ID="a" * 600).status_code == 400
    assert browser.install(portal, PLACEMENT_OPTIONS="{broken").status_code == 400
    assert not Portal.objects.exists()


def test_an_unknown_token_is_refused(browser: Browser, portal) -> None:
    answer = browser.install(portal, AUTH_ID="0" * 70)
    assert answer.status_code == 403
    assert "Access to Bitrix24 has expired" in answer.content.decode()
    assert not Portal.objects.exists()
    assert "profile" not in methods(portal)


def test_a_token_of_another_portal_is_refused(browser: Browser, portal, other_portal) -> None:
    foreign = browser.pair(other_portal, "administrator")
    browser.emulator.install_app(other_portal)
    answer = browser.install(portal, AUTH_ID=foreign.access, REFRESH_ID=foreign.refresh)
    assert answer.status_code == 403
    assert "could not be confirmed" in answer.content.decode()
    assert not Portal.objects.exists()


def test_a_token_of_another_app_is_refused(browser: Browser, portal, settings) -> None:
    settings.BITRIX24_CLIENT_ID = "app.of.somebody.else"
    answer = browser.install(portal)
    assert answer.status_code == 403
    assert not Portal.objects.exists()


def test_domain_is_not_believed(browser: Browser, portal, stranger) -> None:
    address, heard = stranger
    browser.emulator.install_app(portal, finished=False)
    answer = browser.client.post(
        f"/install/?DOMAIN={address}&PROTOCOL=0&LANG=en&APP_SID=s", browser.fields(portal)
    )
    assert answer.status_code == 200
    assert Portal.objects.get().origin == portal.origin
    assert heard == []


@pytest.mark.parametrize(
    "shape", ["http://{}/rest/", "https://{}/rest/", "http://oauth.bitrix.info@{}/rest/", "//{}", "["]
)
def test_an_authorization_server_of_the_caller_is_never_asked(
    browser: Browser, portal, stranger, shape: str
) -> None:
    address, heard = stranger
    answer = browser.install(portal, SERVER_ENDPOINT=shape.format(address))
    assert answer.status_code == 403
    assert not Portal.objects.exists()
    assert heard == []
    assert not portal.requests


def test_a_portal_on_a_private_address_needs_the_operator(browser: Browser, portal, settings) -> None:
    oauth = browser.emulator.oauth_url.removeprefix("http://")
    settings.BITRIX24_TRUSTED_HOSTS = [oauth]
    answer = browser.install(portal)
    assert answer.status_code == 403
    assert "cannot be reached safely" in answer.content.decode()
    assert not Portal.objects.exists()
    assert not portal.requests


def test_a_silent_authorization_server_is_named_and_can_be_tried_again(browser: Browser, portal) -> None:
    browser.emulator.oauth_faults.add("502", times=None)
    answer = browser.install(portal)
    assert answer.status_code == 503
    assert b"data-try-again" in answer.content
    assert not Portal.objects.exists()


def test_the_answer_names_the_proved_portal_as_only_ancestor_and_sets_no_cookie(
    browser: Browser, portal
) -> None:
    answer = browser.install(portal)
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy["frame-ancestors"] == portal.origin
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "no-store"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "X-Frame-Options" not in answer
    assert not answer.cookies


def test_a_refusal_may_be_framed_by_anyone_and_holds_no_portal_data(browser: Browser, portal) -> None:
    answer = browser.install(portal, AUTH_ID="0" * 70)
    assert "frame-ancestors https: http:" in answer["Content-Security-Policy"]
    assert portal.member_id not in answer.content.decode()
    assert portal.authority not in answer.content.decode()


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("path", ["/install/", "/app/", "/placements/", "/events/", "/session/"])
def test_every_registered_address_answers_without_a_post(browser: Browser, method: str, path: str) -> None:
    answer = getattr(browser.client, method)(path)
    assert answer.status_code == 200
    assert (b"Page Desk opens inside Bitrix24" in answer.content) is (method == "get")
    assert not answer.cookies


def test_nobody_is_looked_up_for_a_put(browser: Browser) -> None:
    assert browser.client.put("/install/").status_code == 405
    assert not FrameSession.objects.exists()
