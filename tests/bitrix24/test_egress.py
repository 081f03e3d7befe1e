"""Addresses we refuse, and the connection that goes where the check went."""

import socket

import pytest

from landing_app.bitrix24.egress import EgressGuard, is_public
from landing_app.bitrix24.errors import EgressRefused, TransportError
from landing_app.bitrix24.session import PortalSession
from tests.bitrix24.stub import Received, Reply, serving


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://larch.bitrix24.com/rest/", "HTTPS_REQUIRED"),
        ("https://larch.bitrix24.com:8443/rest/", "PORT_NOT_ALLOWED"),
        ("https://user@larch.bitrix24.com/", "ADDRESS_MALFORMED"),
        ("https:///rest/", "ADDRESS_MALFORMED"),
        ("ftp://larch.bitrix24.com/", "ADDRESS_MALFORMED"),
        ("https://larch.bitrix24.com:x/", "ADDRESS_MALFORMED"),
        ("larch.bitrix24.com", "ADDRESS_MALFORMED"),
        ("https://127.0.0.1/", "ADDRESS_NOT_PUBLIC"),
        ("https://localhost/", "ADDRESS_NOT_PUBLIC"),
        ("https://169.254.169.254/latest/", "ADDRESS_NOT_PUBLIC"),
        ("https://10.1.2.3/", "ADDRESS_NOT_PUBLIC"),
        ("https://[::1]/", "ADDRESS_NOT_PUBLIC"),
        ("https://[::ffff:127.0.0.1]/", "ADDRESS_NOT_PUBLIC"),
        ("https://2130706433/", "ADDRESS_NOT_PUBLIC"),
        ("https://no-such-host.invalid/", "NAME_NOT_RESOLVED"),
    ],
)
def test_refused(url: str, code: str) -> None:
    with pytest.raises(EgressRefused) as refusal:
        EgressGuard().check(url)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("100.64.0.1", False),
        ("192.168.1.1", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("::ffff:10.0.0.1", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_trusted_by_host_or_by_host_and_port() -> None:
    EgressGuard(frozenset({"127.0.0.1"})).check("http://127.0.0.1:9000/rest/")
    EgressGuard(frozenset({"127.0.0.1:9000"})).check("http://127.0.0.1:9000/rest/")
    with pytest.raises(EgressRefused):
        EgressGuard(frozenset({"127.0.0.1:9000"})).check("http://127.0.0.1:9001/rest/")


def test_the_name_is_checked_again_when_connecting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that becomes private after the check gets no connection."""
    answers = iter(["93.184.215.14", "127.0.0.1"])

    def resolve(host: str, port: int, **_: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    guard = EgressGuard()
    guard.check("https://rebinding.example/")
    with pytest.raises(EgressRefused) as refusal:
        PortalSession(guard).exchange("POST", "https://rebinding.example/rest/profile")
    assert refusal.value.code == "ADDRESS_NOT_PUBLIC"


def test_redirects_are_not_followed_and_cookies_not_kept() -> None:
    def answer(request: Received) -> Reply:
        return Reply(status=302, headers={"Location": "http://127.0.0.1:1/", "Set-Cookie": "a=b"})

    with serving(answer) as server:
        session = PortalSession(EgressGuard(frozenset({server.netloc})))
        assert session.exchange("POST", server.url).status == 302
        session.exchange("POST", server.url)
    assert "Cookie" not in server.received[1].headers


def test_the_environment_does_not_choose_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with serving(lambda request: Reply({"result": 1})) as server:
        session = PortalSession(EgressGuard(frozenset({server.netloc})))
        assert session.exchange("POST", server.url).body == b'{"result": 1}'


def test_nobody_listening_is_not_sent() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        netloc = f"127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(TransportError) as failure:
        PortalSession(EgressGuard(frozenset({netloc}))).exchange("POST", f"http://{netloc}/rest/profile")
    assert not failure.value.sent
