"""One call: tokens, redirects, limits, nonsense answers, and the log."""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import redis

from landing_app.bitrix24.errors import (
    AuthError,
    EgressRefused,
    GrantLost,
    LimitError,
    NotFound,
    PortalGone,
    PortalMoved,
    TariffError,
    TransportError,
)
from landing_app.bitrix24.oauth import OAuthServer
from tests.bitrix24.memory import MemoryTokens
from tests.bitrix24.stub import Reply, serving

if TYPE_CHECKING:
    from portal_emulator import Emulator, Portal
    from tests.bitrix24.conftest import Connection

Connect = Callable[..., "Connection"]
PAGE = 985


def sent(portal: Portal, method: str) -> int:
    return sum(entry.method == method for entry in portal.requests)


def test_an_expired_token_is_refreshed_once_and_the_call_repeated(connect: Connect, portal: Portal) -> None:
    connection = connect()
    before = connection.store.load()
    portal.expire_tokens()
    assert connection.client.call("profile")["ID"] == "7"
    assert connection.store.load().version == before.version + 1
    assert sent(portal, "profile") == 2


def test_eight_threads_with_one_stale_token(connect: Connect, portal: Portal) -> None:
    connection = connect()
    clients = [connect(store=connection.store).client for _ in range(8)]
    portal.expire_tokens()
    answers: list[str] = []
    threads = [
        threading.Thread(target=lambda client=client: answers.append(client.call("profile")["ID"]))
        for client in clients
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["7"] * 8
    assert connection.store.load().version == 2


def test_a_pair_stored_meanwhile_is_used_without_a_refresh(
    connect: Connect, portal: Portal, emulator: Emulator
) -> None:
    connection = connect()
    connection.client.call("profile")
    portal.expire_tokens()
    pair = emulator.issue_token(portal, portal.users["marketer"])
    connection.store.replace(pair.access, pair.refresh)
    assert connection.client.call("profile")["ID"] == "7"
    assert connection.store.load().refresh == pair.refresh


def test_other_auth_errors_do_not_refresh(connect: Connect, emulator: Emulator, portal: Portal) -> None:
    pair = emulator.issue_token(portal, portal.users["marketer"])
    connection = connect(store=MemoryTokens("forged", pair.refresh))
    with pytest.raises(AuthError):
        connection.client.call("profile")
    assert connection.store.load().version == 1


def test_a_revoked_person_is_marked_lost(connect: Connect, emulator: Emulator, portal: Portal) -> None:
    connection = connect()
    emulator.tokens.revoke_user(portal.member_id, 7)
    portal.expire_tokens()
    with pytest.raises(GrantLost):
        connection.client.call("profile")
    assert connection.store.lost == ["invalid_grant"]


def test_a_renamed_portal_is_proved_stored_once_and_called(
    connect: Connect, emulator: Emulator, portal: Portal
) -> None:
    connection = connect()
    emulator.rename(portal, "127.0.0.9")
    assert connection.client.call("profile")["ID"] == "7"
    assert connection.client.call("profile")["ID"] == "7"
    assert connection.store.endpoints == [portal.client_endpoint]
    assert connection.client.origin == portal.origin


def test_a_forged_redirect_is_not_followed(connect: Connect, portal: Portal) -> None:
    """The old address answers 302 to a host that the authorization server does not know for this portal."""
    connection = connect()
    with serving(
        lambda request: Reply(status=302, headers={"Location": "http://evil.example/rest/"})
    ) as stub:
        client = connection.client
        client.endpoint = f"{stub.url}/rest/"
        client._guard = type(client._guard)(client._guard.trusted_hosts | {stub.netloc})
        with pytest.raises(PortalMoved) as claim:
            client.call("landing.landing.copy", {"lid": PAGE})
    assert claim.value.claimed_origin == "http://evil.example"
    assert connection.store.endpoints == []
    assert len(stub.received) == 1


@pytest.mark.parametrize("fault", ["html", "empty", "truncated", "502", "answer_lost"])
def test_nonsense_answers_of_a_read_are_asked_again(connect: Connect, portal: Portal, fault: str) -> None:
    portal.faults.add(fault, methods=["landing.site.getlist"])
    assert connect().landing.sites()


@pytest.mark.parametrize("fault", ["html", "empty", "truncated", "502", "answer_lost", "500"])
def test_nonsense_answers_of_a_create_are_not(connect: Connect, portal: Portal, fault: str) -> None:
    portal.faults.add(fault, methods=["landing.landing.copy"])
    with pytest.raises(TransportError) as failure:
        connect().client.call("landing.landing.copy", {"lid": PAGE, "toSiteId": 3})
    assert failure.value.sent
    assert sent(portal, "landing.landing.copy") == 1


def test_lasting_nonsense_raises(connect: Connect, portal: Portal) -> None:
    portal.faults.add("html", times=None)
    with pytest.raises(TransportError) as failure:
        connect().landing.sites()
    assert failure.value.code == "NOT_JSON"


def test_one_503_closes_the_bucket_for_everybody_and_the_call_comes_through(
    connect: Connect, portal: Portal
) -> None:
    first, second = connect(), connect(max_wait=0.1)
    portal.faults.add("503")
    done: list[str] = []
    caller = threading.Thread(target=lambda: done.append(first.client.call("profile")["ID"]))
    caller.start()
    deadline = time.monotonic() + 2
    while not sent(portal, "profile") and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.1)
    with pytest.raises(LimitError) as refusal:
        second.client.call("user.admin")
    assert refusal.value.resume_at is not None
    caller.join()
    assert done == ["7"]
    assert sent(portal, "user.admin") == 0


def test_a_blocked_method_tells_when_to_come_back(connect: Connect, portal: Portal) -> None:
    portal.faults.add("429", methods=["landing.landing.copy"])
    client = connect().client
    with pytest.raises(LimitError) as refusal:
        client.call("landing.landing.copy", {"lid": PAGE, "toSiteId": 3})
    assert refusal.value.code == "OPERATION_TIME_LIMIT"
    assert refusal.value.resume_at is not None
    with pytest.raises(LimitError) as refusal:
        client.call("landing.landing.copy", {"lid": PAGE, "toSiteId": 3})
    assert refusal.value.code == "OPERATING_BUDGET"
    assert sent(portal, "landing.landing.copy") == 1


def test_overload_has_no_time_to_come_back(connect: Connect, portal: Portal) -> None:
    portal.faults.add("overload")
    with pytest.raises(LimitError) as refusal:
        connect().client.call("profile")
    assert (refusal.value.code, refusal.value.resume_at) == ("OVERLOAD_LIMIT", None)


def test_a_flush_of_redis_in_mid_run_causes_no_503(
    connect: Connect, portal: Portal, forgetful_redis: redis.Redis
) -> None:
    """The portal's bucket is nearly full; after the flush the client goes on at the rate of the drain."""
    client = connect(lane="bulk").client
    for _ in range(45):
        client.call("user.admin")
    forgetful_redis.flushall()
    for _ in range(8):
        client.call("user.admin")
    assert {entry.status for entry in portal.requests} == {200}


def test_plan_without_rest_and_deleted_portal(connect: Connect, emulator: Emulator, portal: Portal) -> None:
    client = connect().client
    portal.tariff.rest_available = False
    with pytest.raises(TariffError) as refusal:
        client.call("profile")
    assert refusal.value.code == "ACCESS_DENIED"
    portal.deleted = True
    with pytest.raises(PortalGone):
        client.call("profile")


def test_null_is_a_result(connect: Connect) -> None:
    params = {"lid": PAGE, "block": 1, "editMode": True}
    assert connect().client.call("landing.block.getcontent", params) is None


def test_an_untrusted_endpoint_is_refused(connect: Connect) -> None:
    client = connect().client
    client.endpoint = "https://169.254.169.254/rest/"
    with pytest.raises(EgressRefused):
        client.call("profile")


def test_every_request_is_logged_and_the_error_names_its_entry(connect: Connect) -> None:
    connection = connect()
    with pytest.raises(NotFound) as failure:
        connection.client.call("landing.block.getlist", {"lid": 1})
    (entry,) = connection.log.entries
    assert entry.trace_id == failure.value.trace_id
    assert (entry.method, entry.status, entry.error) == ("landing.block.getlist", 400, "LANDING_NOT_EXIST")
    assert entry.request == {"lid": 1}
    assert entry.user_id == 7


def test_a_log_that_fails_does_not_hide_the_answer(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = connect()

    def full(entry: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(connection.log, "record", full)
    assert connection.client.call("profile")["ID"] == "7"


def test_secrets_appear_in_no_repr_log_or_exception(
    connect: Connect, emulator: Emulator, portal: Portal, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    connection = connect()
    first = connection.store.load()
    portal.expire_tokens()
    connection.client.call("profile")
    second = connection.store.load()
    portal.faults.add("html", times=None)
    with pytest.raises(TransportError) as failure:
        connection.client.call("landing.landing.copy", {"lid": PAGE})
    texts = [
        repr(first),
        repr(connection.client),
        str(vars(failure.value)),
        *traceback.format_exception(failure.value),
        *(repr(entry) for entry in connection.log.entries),
        *(record.getMessage() for record in caplog.records),
    ]
    secrets = (first.access, first.refresh, second.access, second.refresh, emulator.application.client_secret)
    for secret in secrets:
        assert all(secret not in text for text in texts)


def test_no_environment_switch_is_used(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    connect().client.call("profile")
    assert "OAUTHLIB_INSECURE_TRANSPORT" not in os.environ


def test_refresh_by_get_when_the_host_refuses_post(
    connect: Connect, emulator: Emulator, portal: Portal, oauth: OAuthServer
) -> None:
    emulator.oauth_post_allowed = False
    connection = connect()
    portal.expire_tokens()
    assert connection.client.call("profile")["ID"] == "7"


def test_frozen_results(connect: Connect) -> None:
    site: Any = connect().landing.sites()[0]
    with pytest.raises(AttributeError):
        site.title = "other"
