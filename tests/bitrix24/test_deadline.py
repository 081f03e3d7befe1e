"""A portal that keeps a request alive without ever answering it holds no thread of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from landing_app.bitrix24 import deadline
from landing_app.bitrix24.egress import EgressGuard
from landing_app.bitrix24.errors import TransportError
from landing_app.bitrix24.session import PortalSession
from tests.bitrix24.slow_server import deaf, dribbling, make_certificate

HEAD = b"HTTP/1.1 200 OK\r\n"
# Without a deadline none of these ever ends: the test would hang.
SLOW = {
    "status line": (b"HTTP/1.1 200 ", b"O"),
    "header": (HEAD + b"X-Slow: ", b"x"),
    "endless continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "body": (HEAD + b"Content-Length: 100000\r\n\r\n", b"x"),
    "body without a length": (HEAD + b"\r\n", b"x"),
    "chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "chunk size": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
    "trailers": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"x"),
}


@pytest.mark.parametrize("name", SLOW)
def test_a_dribbling_answer_is_given_up(name: str) -> None:
    with dribbling(*SLOW[name]) as place:
        session = PortalSession(EgressGuard(frozenset({place})))
        with pytest.raises(TransportError) as failure:
            session.exchange("POST", f"http://{place}/rest/profile", read_seconds=0.5, json={})
    # Its request left, so a create behind it may have been done.
    assert failure.value.sent


def test_a_dribbling_answer_over_tls_is_given_up(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    with dribbling(*SLOW["header"], secured=tmp_path) as place:
        session = PortalSession(EgressGuard(frozenset({place})))
        session.verify = str(certificate)
        with pytest.raises(TransportError) as failure:
            session.exchange("POST", f"https://{place}/rest/profile", read_seconds=0.5, json={})
    assert (failure.value.code, failure.value.sent) == ("TIMEOUT", True)


def test_a_portal_that_does_not_take_a_request_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "SEND_SECONDS", 0.5)
    with deaf() as place:
        session = PortalSession(EgressGuard(frozenset({place})))
        with pytest.raises(TransportError):
            session.exchange("POST", f"http://{place}/rest/profile", json={"text": "x" * 30_000_000})


def test_an_answer_in_time_is_whole() -> None:
    start = HEAD + b"Content-Length: 4\r\n\r\nwh"
    with dribbling(start, b"o") as place:
        session = PortalSession(EgressGuard(frozenset({place})))
        answer = session.exchange("POST", f"http://{place}/rest/profile", read_seconds=20, json={})
    assert answer.body == b"whoo"
