"""Forged posts of portals: nothing they name is believed, asked or stored; only the listed servers are called."""

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from landing_app.portals import frames
from landing_app.portals.models import FrameSession, Portal, PortalEvent, PortalUser
from tests.security.hostile_hosts import LOOPBACK, PRIVATE, SIGNS, server_endpoints
from tests.security.trap import Seen, listening, watched
from tests.servers import EMULATOR_PORT

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import Portal as PretendPortal

pytestmark = pytest.mark.django_db

OAUTH = f"127.0.0.100:{EMULATOR_PORT}"
TRAP = "127.0.0.66"
STRANGE = ["\x00", "a\x00b", "a\r\nX: y", "a b", "é", "a" * 600, "'; DROP TABLE x;--", "í\xa0\x80"]
TYPES = [
    "application/json",
    "text/plain",
    "application/xml",
    "",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=" + "x" * 300,
    "application/x-www-form-urlencoded; charset=utf-7",
    "application/x-www-form-urlencoded; charset=nonsense",
]


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.fixture
def trap() -> Iterator[tuple[str, list[bytes]]]:
    with listening(TRAP) as (port, received):
        yield f"{TRAP}:{port}", received
        assert received == []


@pytest.fixture
def installed(emulator: "Emulator", portal: "PretendPortal", client: Client) -> Portal:
    emulator.install_app(portal)
    assert client.post("/install/", fields(emulator, portal)).status_code == 200
    return Portal.objects.get()


def fields(
    emulator: "Emulator", portal: "PretendPortal", user: str = "administrator", **changed: Any
) -> dict[str, Any]:
    """The form of a portal's page, for this person."""
    pair = emulator.issue_token(portal, portal.users[user])
    return {
        "AUTH_ID": pair.access,
        "AUTH_EXPIRES": "3600",
        "REFRESH_ID": pair.refresh,
        "SERVER_ENDPOINT": f"{emulator.oauth_url}/rest/",
        "APPLICATION_TOKEN": portal.installation.application_token,
        "member_id": portal.member_id,
        "status": "F",
        "PLACEMENT": "DEFAULT",
        **changed,
    }


def strangers(seen: Seen, *portals: "PretendPortal") -> list[Any]:
    """Connections to anybody but the listed authorization server, the named portals, Redis and the database."""
    redis = urlsplit(settings.REDIS_URL)
    allowed = {("127.0.0.100", EMULATOR_PORT), (redis.hostname, redis.port)}
    allowed |= {(portal.host, EMULATOR_PORT) for portal in portals}
    database = settings.DATABASES["default"]
    allowed.add((database.get("HOST"), int(database.get("PORT") or 0)))
    names = {host for host, _ in allowed}
    return [place for place in seen.connected if place not in allowed] + [
        n for n in seen.asked if n not in names
    ]


def stored() -> tuple[Any, ...]:
    """What an entry may leave behind."""
    people = PortalUser.objects.order_by("pk").values_list("pk", "tokens", "token_version", "is_admin")
    portals = Portal.objects.order_by("pk").values_list(
        "pk", "endpoint", "oauth_url", "application_token", "status"
    )
    return list(portals), list(people), FrameSession.objects.count()


def test_no_server_that_a_post_names_is_called(
    emulator: "Emulator", portal: "PretendPortal", client: Client, trap: tuple[str, list[bytes]]
) -> None:
    emulator.install_app(portal, finished=False)
    base = fields(emulator, portal)
    tried = server_endpoints(OAUTH, trap[0])
    with watched() as seen:
        for value in tried:
            answer = client.post("/install/", {**base, "SERVER_ENDPOINT": value})
            assert answer.status_code in (400, 403), (value, answer.status_code)
    assert len(tried) >= 150
    # Not even the listed server is asked: the address alone was enough to refuse.
    assert [place for place in seen.connected if place[1] == EMULATOR_PORT] == []
    assert strangers(seen) == []
    assert stored() == ([], [], 0)


def test_a_known_portal_is_proved_at_its_stored_server_only(
    emulator: "Emulator",
    portal: "PretendPortal",
    installed: Portal,
    client: Client,
    trap: tuple[str, list[bytes]],
) -> None:
    base = fields(emulator, portal, "marketer")
    with watched() as seen:
        for value in server_endpoints(OAUTH, trap[0])[::6]:
            query = urlencode({"DOMAIN": trap[0], "PROTOCOL": "0", "LANG": "en"})
            names = {"DOMAIN": trap[0], "domain": trap[0], "client_endpoint": f"http://{trap[0]}/rest/"}
            answer = client.post(f"/app/?{query}", {**base, **names, "SERVER_ENDPOINT": value})
            assert answer.status_code == 200 or len(value) > 255, (value, answer.status_code)
            assert trap[0] not in answer.content.decode()
            assert (
                f"frame-ancestors {portal.origin}" in answer["Content-Security-Policy"]
                or answer.status_code == 400
            )
    assert strangers(seen, portal) == []
    installed.refresh_from_db()
    assert installed.origin == portal.origin


def test_a_portal_on_a_private_address_is_not_called(
    emulator: "Emulator", portal: "PretendPortal", client: Client
) -> None:
    """The authorization server itself names it: whoever runs a portal chooses the portal's address."""
    emulator.install_app(portal, finished=False)
    base, real = fields(emulator, portal), portal.host
    for host in [*LOOPBACK[1:16], *PRIVATE, *SIGNS[:3]]:
        portal.host = host
        try:
            with watched() as seen:
                answer = client.post("/install/", base)
        finally:
            portal.host = real
        assert answer.status_code in (403, 503), host
        calls = [place for place in seen.connected if place[1] == EMULATOR_PORT]
        assert set(calls) <= {("127.0.0.100", EMULATOR_PORT)}, host
        assert [place for place in strangers(seen) if isinstance(place, tuple)] == [], host
    assert stored() == ([], [], 0)
    # The same post with the real address installs, so it was the address that was refused.
    assert client.post("/install/", base).status_code == 200


def test_a_redirect_of_a_portal_is_not_followed_to_a_place_we_may_not_call(
    emulator: "Emulator", portal: "PretendPortal", installed: Portal, client: Client
) -> None:
    opened = client.post("/app/", fields(emulator, portal, "marketer"))
    token = frames.new_token()
    FrameSession.objects.update(token_hash=frames.digest(token))
    assert opened.status_code == 200
    with listening(TRAP, EMULATOR_PORT) as (_, received), watched() as seen:
        portal.former_hosts, portal.host = {portal.host}, TRAP
        answer = client.get("/sites/", headers={frames.HEADER: token, "X-Frame-Refresh": "1"})
    assert answer.status_code < 500
    assert received == []
    assert [place for place in seen.connected if place[0] == TRAP] == []
    installed.refresh_from_db()
    assert TRAP not in installed.endpoint


class TestSomebodyElsesToken:
    def test_of_another_application(
        self, emulator: "Emulator", portal: "PretendPortal", installed: Portal, client: Client
    ) -> None:
        before = stored()
        base = fields(emulator, portal)
        emulator.application.client_id = "local.another.app"
        for path in ("/app/", "/install/", "/placements/", "/session/"):
            assert client.post(path, base).status_code == 403
        assert stored() == before

    def test_of_another_portal(
        self,
        emulator: "Emulator",
        portal: "PretendPortal",
        other_portal: "PretendPortal",
        installed: Portal,
        client: Client,
    ) -> None:
        before = stored()
        emulator.install_app(other_portal)
        base = fields(emulator, other_portal, member_id=portal.member_id)
        for path in ("/app/", "/install/", "/placements/", "/session/"):
            assert client.post(path, base).status_code == 403
        assert stored() == before

    def test_of_a_person_who_is_no_administrator(
        self, emulator: "Emulator", portal: "PretendPortal", installed: Portal, client: Client
    ) -> None:
        before = stored()
        forged = fields(emulator, portal, "marketer", APPLICATION_TOKEN="f" * 32, status="L")
        assert client.post("/install/", forged).status_code == 403
        assert stored() == before

    def test_opening_never_writes_the_application_token(
        self, emulator: "Emulator", portal: "PretendPortal", installed: Portal, client: Client
    ) -> None:
        sealed = installed.application_token.reveal()
        forged = fields(emulator, portal, "administrator", APPLICATION_TOKEN="f" * 32)
        for path in ("/app/", "/placements/", "/session/"):
            client.post(path, forged)
        assert Portal.objects.get().application_token.reveal() == sealed

    def test_another_person_cannot_renew_a_session(
        self, emulator: "Emulator", portal: "PretendPortal", installed: Portal, client: Client
    ) -> None:
        token = frames.new_token()
        client.post("/app/", fields(emulator, portal, "marketer"))
        FrameSession.objects.update(token_hash=frames.digest(token))
        answer = client.post("/session/", fields(emulator, portal, "viewer"), headers={frames.HEADER: token})
        assert answer.status_code == 403
        assert FrameSession.objects.count() == 1


def test_a_replayed_installation_changes_nothing_more(
    emulator: "Emulator", portal: "PretendPortal", client: Client
) -> None:
    emulator.install_app(portal)
    base = fields(emulator, portal)
    assert client.post("/install/", base).status_code == 200
    first = stored()
    assert client.post("/install/", base).status_code == 200
    again = stored()
    assert [row[0] for row in again[0]] == [row[0] for row in first[0]]
    assert again[1:] == first[1:]
    emulator.uninstall_app(portal)
    Portal.objects.all().delete()
    assert client.post("/install/", base).status_code == 403
    assert stored() == ([], [], 0)


@pytest.mark.parametrize("path", ["/app/", "/install/", "/placements/", "/session/", "/events/"])
class TestShapes:
    """Bodies no portal sends: refused with 4xx before anything is asked or stored."""

    def refused(self, answer: Any, seen: Seen) -> None:
        assert 400 <= answer.status_code < 500, answer.status_code
        assert [place for place in seen.connected if place[1] == EMULATOR_PORT] == []
        assert stored() == ([], [], 0)

    def test_too_large(
        self, emulator: "Emulator", portal: "PretendPortal", client: Client, path: str
    ) -> None:
        for filler in ({"x": "a" * 70_000}, {f"x{n}": "a" for n in range(13_000)}):
            with watched() as seen:
                self.refused(client.post(path, {**fields(emulator, portal), **filler}), seen)

    def test_of_another_type(
        self, emulator: "Emulator", portal: "PretendPortal", client: Client, path: str
    ) -> None:
        for kind in TYPES:
            body = urlencode(fields(emulator, portal))
            if "urlencoded" in kind:
                body = "AUTH_ID=%ff%fe&member_id=%00"
            with watched() as seen:
                self.refused(client.generic("POST", path, body, content_type=kind), seen)

    def test_with_strange_values(
        self, emulator: "Emulator", portal: "PretendPortal", client: Client, path: str
    ) -> None:
        for name, value in product(("AUTH_ID", "REFRESH_ID", "member_id"), STRANGE):
            base = fields(emulator, portal, **{name: value})
            event = {"event": "ONAPPUNINSTALL", f"auth[{name}]": value, "auth[application_token]": value}
            with watched() as seen:
                self.refused(client.post(path, base | event), seen)

    def test_with_a_field_sent_twice(
        self,
        emulator: "Emulator",
        portal: "PretendPortal",
        other_portal: "PretendPortal",
        client: Client,
        path: str,
    ) -> None:
        """One of the two counts everywhere, so a check and its use never see different values."""
        base = fields(emulator, portal)
        twice = [*base.items(), ("member_id", other_portal.member_id)]
        answer = client.generic(
            "POST", path, urlencode(twice), content_type="application/x-www-form-urlencoded"
        )
        assert 400 <= answer.status_code < 500
        assert stored() == ([], [], 0)

    def test_with_its_secrets_in_the_address(
        self, emulator: "Emulator", portal: "PretendPortal", client: Client, path: str
    ) -> None:
        """What stands in an address stands in logs: it is not taken from there."""
        with watched() as seen:
            self.refused(client.post(f"{path}?{urlencode(fields(emulator, portal))}"), seen)

    def test_sent_by_get(
        self, emulator: "Emulator", portal: "PretendPortal", client: Client, path: str
    ) -> None:
        for method in (client.get, client.head):
            answer = method(f"{path}?{urlencode(fields(emulator, portal))}")
            assert answer.status_code == 200
            assert portal.member_id not in answer.content.decode()
        assert stored() == ([], [], 0)


class TestEvents:
    def post(self, client: Client, portal: "PretendPortal", **changed: str) -> Any:
        base = {
            "event": "ONAPPUNINSTALL",
            "auth[member_id]": portal.member_id,
            "auth[application_token]": portal.installation.application_token,
            "auth[domain]": TRAP,
            "auth[client_endpoint]": f"http://{TRAP}:{EMULATOR_PORT}/rest/",
            "auth[server_endpoint]": f"http://{TRAP}:{EMULATOR_PORT}/rest/",
        }
        return client.post("/events/", {**base, **changed})

    @pytest.mark.parametrize("token", ["", "f" * 32, "None", "***", "0"])
    def test_a_wrong_application_token_changes_nothing(
        self, portal: "PretendPortal", installed: Portal, client: Client, token: str
    ) -> None:
        before = stored()
        assert self.post(client, portal, **{"auth[application_token]": token}).status_code in (400, 403)
        assert stored() == before

    def test_a_portal_without_a_known_token_believes_nobody(
        self, portal: "PretendPortal", installed: Portal, client: Client
    ) -> None:
        Portal.objects.update(application_token="")
        for token in ("", "***", "x"):
            assert self.post(client, portal, **{"auth[application_token]": token}).status_code in (400, 403)
        assert Portal.objects.get().status == "active"

    def test_a_neighbors_token_is_wrong(
        self, portal: "PretendPortal", other_portal: "PretendPortal", installed: Portal, client: Client
    ) -> None:
        other = other_portal.installation.application_token
        assert self.post(client, portal, **{"auth[application_token]": other}).status_code == 403
        assert Portal.objects.get().status == "active"

    def test_a_flood_of_forged_events_fills_no_table_and_calls_nobody(
        self, portal: "PretendPortal", installed: Portal, client: Client
    ) -> None:
        with watched() as seen:
            for number in range(130):
                forged = {"event": f"EVENT{number}", "auth[application_token]": f"{number}"}
                answer = self.post(client, portal, **forged)
                assert answer.status_code == (403 if number < 30 else 429)
        assert PortalEvent.objects.filter(kind="refused").count() <= 30
        assert [place for place in seen.connected if place[1] == EMULATOR_PORT] == []

    def test_an_unknown_portal_leaves_no_trace(self, portal: "PretendPortal", client: Client) -> None:
        assert self.post(client, portal).status_code == 403
        assert not PortalEvent.objects.exists()

    def test_after_a_reported_uninstall_nothing_old_works(
        self, emulator: "Emulator", portal: "PretendPortal", installed: Portal, client: Client
    ) -> None:
        token = frames.new_token()
        client.post("/app/", fields(emulator, portal, "marketer"))
        FrameSession.objects.update(token_hash=frames.digest(token))
        headers = {frames.HEADER: token}
        assert client.get("/settings/", headers=headers).status_code == 200
        base = fields(emulator, portal, "marketer")
        emulator.tokens.revoke(portal.member_id)
        assert self.post(client, portal).status_code == 200
        assert client.get("/settings/", headers=headers).status_code == 401
        assert client.post("/session/", base, headers=headers).status_code == 403
        assert client.post("/session/", base).status_code in (401, 403)
        # The reload of an open frame gets the shell that asks the portal, without a session.
        reload = client.post("/app/", base)
        assert 'name="frame-session" content=""' in reload.content.decode()
        assert not FrameSession.objects.filter(revoked_at__isnull=True).exists()


def test_one_renewal_costs_one_proof(
    emulator: "Emulator", portal: "PretendPortal", installed: Portal, client: Client
) -> None:
    """A request of ours never becomes many of theirs: `app.info` at the server, `profile` at the portal."""
    base = fields(emulator, portal, "marketer")
    portal.requests.clear()
    with watched() as seen:
        assert client.post("/session/", base).status_code == 200
    assert [entry.method for entry in portal.requests] == ["profile"]
    assert len([place for place in seen.connected if place[0] == "127.0.0.100"]) <= 1
