"""One refresh, whoever asks and whatever happens to the one who does it."""

import threading
import time
from collections.abc import Callable

import pytest

from landing_app.bitrix24.egress import EgressGuard
from landing_app.bitrix24.errors import AuthError, GrantLost, TransportError
from landing_app.bitrix24.oauth import OAuthServer
from landing_app.bitrix24.refresh import Refresher
from tests.bitrix24.memory import MemoryTokens
from tests.bitrix24.stub import Received, Reply, Stub, serving


def refresher(stub: Stub, store: MemoryTokens, patience: float = 10) -> Refresher:
    oauth = OAuthServer(stub.url, "local.app", "secret", EgressGuard(frozenset({stub.netloc})))
    return Refresher(store, oauth, "m1", 7, patience)


def rotating(member_id: str = "m1", user_id: int = 7, before: Callable[[], None] = lambda: None):
    """A server that takes each refresh token once."""
    used: set[bytes] = set()

    def answer(request: Received) -> Reply:
        before()
        if request.body in used:
            return Reply({"error": "invalid_grant"}, 400)
        used.add(request.body)
        number = len(used)
        grant = {"access_token": f"a{number}", "refresh_token": f"r{number}", "expires_in": 3600}
        return Reply({**grant, "member_id": member_id, "user_id": user_id})

    return answer


def test_eight_threads_with_one_stale_pair_make_one_refresh() -> None:
    store = MemoryTokens("a0", "r0")
    stale = store.load()
    results: list[str] = []
    with serving(rotating(before=lambda: time.sleep(0.2))) as stub:
        threads = [
            threading.Thread(target=lambda: results.append(refresher(stub, store).renew(stale).access))
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert results == ["a1"] * 8
    assert len(stub.received) == 1


def test_a_holder_that_died_only_delays() -> None:
    store = MemoryTokens("a0", "r0", lease_seconds=0.4)
    stale = store.load()
    assert store.try_lease(stale.version)
    with serving(rotating()) as stub:
        assert refresher(stub, store).renew(stale).access == "a1"


def test_a_holder_that_never_ends_fails_the_call_unsent() -> None:
    store = MemoryTokens("a0", "r0")
    store.try_lease(1)
    with serving(rotating()) as stub, pytest.raises(TransportError) as failure:
        refresher(stub, store, patience=0.3).renew(store.load())
    assert not failure.value.sent
    assert stub.received == []


def test_invalid_grant_reads_the_store_before_giving_up() -> None:
    store = MemoryTokens("a0", "r0")

    def answer(request: Received) -> Reply:
        store.replace("opened-access", "opened-refresh")
        return Reply({"error": "invalid_grant"}, 400)

    with serving(answer) as stub:
        assert refresher(stub, store).renew(store.load()).access == "opened-access"
    assert store.lost == []


def test_an_unchanged_refused_pair_is_lost() -> None:
    store = MemoryTokens("a0", "r0")
    with serving(lambda request: Reply({"error": "invalid_grant"}, 400)) as stub, pytest.raises(GrantLost):
        refresher(stub, store).renew(store.load())
    assert store.lost == ["invalid_grant"]


def test_the_pair_of_a_newer_opening_wins_over_the_refreshed_one() -> None:
    store = MemoryTokens("a0", "r0")
    with serving(rotating(before=lambda: store.replace("opened-access", "opened-refresh"))) as stub:
        assert refresher(stub, store).renew(store.load()).access == "opened-access"
    assert store.load().refresh == "opened-refresh"


@pytest.mark.parametrize(("member_id", "user_id"), [("m2", 7), ("m1", 8)])
def test_a_grant_for_somebody_else_is_refused_and_not_stored(member_id: str, user_id: int) -> None:
    store = MemoryTokens("a0", "r0")
    with serving(rotating(member_id, user_id)) as stub, pytest.raises(AuthError):
        refresher(stub, store).renew(store.load())
    assert store.load().access == "a0"


def test_a_lost_answer_is_asked_once_more_and_then_kept() -> None:
    store = MemoryTokens("a0", "r0")
    with serving(lambda request: Reply(b"<html>", 502)) as stub, pytest.raises(TransportError) as failure:
        refresher(stub, store).renew(store.load())
    assert len(stub.received) == 2
    assert not failure.value.sent
    assert store.lost == []
    assert store.load().refresh == "r0"


def test_an_outage_of_the_authorization_server_ends_the_lease() -> None:
    with serving(lambda _received: Reply(b"<html>", 502)) as stub:
        store = MemoryTokens("a0", "r0", lease_seconds=60)
        with pytest.raises(TransportError) as failure:
            refresher(stub, store).renew(store.load())
    assert failure.value.method == "oauth.token"
    assert store.try_lease(store.load().version)
