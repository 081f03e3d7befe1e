"""The authorization server: POST first, GET where POST is refused, and nothing secret in any text."""

import logging
import traceback

import pytest

from landing_app.bitrix24.egress import EgressGuard
from landing_app.bitrix24.errors import (
    AuthError,
    Bitrix24Error,
    GrantLost,
    PortalGone,
    TariffError,
    TransportError,
)
from landing_app.bitrix24.oauth import OAuthServer
from tests.bitrix24.stub import Received, Reply, Stub, serving

SECRET, REFRESH, ACCESS = "client-secret-value", "refresh-token-value", "access-token-value"
GRANT = {
    "access_token": "new-access-value",
    "refresh_token": "new-refresh-value",
    "expires": 1_999_999_999,
    "expires_in": 3600,
    "scope": "landing,user_brief",
    "client_endpoint": "https://larch.bitrix24.com/rest/",
    "member_id": "m1",
    "user_id": 67,
}


def server_at(stub: Stub) -> OAuthServer:
    return OAuthServer(stub.url, "local.app", SECRET, EgressGuard(frozenset({stub.netloc})))


def test_refresh_by_post() -> None:
    with serving(lambda request: Reply(GRANT)) as stub:
        grant = server_at(stub).refresh(REFRESH)
    (request,) = stub.received
    assert (request.verb, request.path) == ("POST", "/oauth/token/")
    assert b"grant_type=refresh_token" in request.body
    assert (grant.access, grant.refresh, grant.user_id) == ("new-access-value", "new-refresh-value", 67)
    assert grant.expires_at == 1_999_999_999
    assert "new-" not in repr(grant)


@pytest.mark.parametrize("status", [404, 405])
def test_get_only_where_post_is_refused(status: int) -> None:
    def answer(request: Received) -> Reply:
        return Reply(GRANT) if request.verb == "GET" else Reply(b"<html>no</html>", status)

    with serving(answer) as stub:
        assert server_at(stub).refresh(REFRESH).member_id == "m1"
    assert [request.verb for request in stub.received] == ["POST", "GET"]


@pytest.mark.parametrize(
    ("code", "status", "expected"),
    [
        ("invalid_grant", 400, GrantLost),
        ("wrong_client", 400, GrantLost),
        ("invalid_client", 401, AuthError),
        ("invalid_request", 400, AuthError),
        ("PAYMENT_REQUIRED", 402, TariffError),
        ("portal not found", 404, PortalGone),
        ("something_new", 400, AuthError),
    ],
)
def test_refusals(code: str, status: int, expected: type[Bitrix24Error]) -> None:
    with (
        serving(lambda request: Reply({"error": code}, status)) as stub,
        pytest.raises(Bitrix24Error) as refusal,
    ):
        server_at(stub).refresh(REFRESH)
    assert type(refusal.value) is expected
    assert len(stub.received) == 1


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"<html>502</html>", 502),
        Reply(b"", 200),
        Reply(b'{"access_token": "x"', 200),
        Reply({"access_token": "x"}, 200),
        Reply({"error": "invalid_grant"}, 503),
        Reply([1], 200),
    ],
)
def test_nonsense_is_transient_and_keeps_the_tokens(reply: Reply) -> None:
    with serving(lambda request: reply) as stub, pytest.raises(TransportError):
        server_at(stub).refresh(REFRESH)


@pytest.mark.parametrize("wrapped", [False, True])
def test_identity(wrapped: bool) -> None:
    answer = {
        "client_id": "local.app",
        "scope": "landing,user_brief",
        "user_id": "67",
        "install": {
            "installed": True,
            "version": 3,
            "status": "F",
            "domain": "larch.bitrix24.com",
            "client_endpoint": "https://larch.bitrix24.com/rest/",
            "member_id": "m1",
        },
    }
    with serving(lambda request: Reply({"result": answer} if wrapped else answer)) as stub:
        identity = server_at(stub).identify(ACCESS)
    assert (identity.client_id, identity.user_id, identity.member_id) == ("local.app", 67, "m1")
    assert (identity.installed, identity.version, identity.scope) == (True, "3", ("landing", "user_brief"))
    assert ACCESS not in stub.received[0].path


def test_identity_of_a_dead_token() -> None:
    with (
        serving(lambda request: Reply({"error": "expired_token"}, 401)) as stub,
        pytest.raises(AuthError) as refusal,
    ):
        server_at(stub).identify(ACCESS)
    assert refusal.value.code == "expired_token"


def test_secrets_appear_in_no_exception_repr_or_log(caplog: pytest.LogCaptureFixture) -> None:
    """Also on the GET way, where the address itself holds them."""
    caplog.set_level(logging.DEBUG)
    texts = []
    answers = iter([Reply(b"", 405), Reply(b"x", 500)] * 2)
    with serving(lambda request: next(answers)) as stub:
        server = server_at(stub)
        for ask in (lambda: server.refresh(REFRESH), lambda: server.identify(ACCESS)):
            with pytest.raises(TransportError) as failure:
                ask()
            texts += traceback.format_exception(failure.value)
        texts += [repr(server), str(vars(failure.value))]
    with pytest.raises(TransportError) as failure:
        server.refresh(REFRESH)
    texts += traceback.format_exception(failure.value)
    own = [record.getMessage() for record in caplog.records if not record.name.startswith("urllib3")]
    for secret in (SECRET, REFRESH, ACCESS):
        assert all(secret not in text for text in (*texts, *own))
