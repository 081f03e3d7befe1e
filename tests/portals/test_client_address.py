"""The address that attempts are counted by: never one that the sender can choose."""

from typing import Any

import pytest
from django.test import RequestFactory

from landing_app.portals.client_address import client_address

PUBLIC, PROXY = "203.0.113.7", "10.0.0.2"


def seen(caller: str, forwarded: str | None = None) -> str:
    headers: dict[str, Any] = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return client_address(RequestFactory().post("/app/", headers=headers, REMOTE_ADDR=caller))


@pytest.mark.parametrize("forwarded", [None, "", "198.51.100.1", "198.51.100.1, 10.0.0.9", "127.0.0.1"])
def test_a_caller_that_is_no_proxy_is_the_client_whatever_it_says(forwarded: str | None) -> None:
    assert seen(PUBLIC, forwarded) == PUBLIC


@pytest.mark.parametrize(
    "forwarded",
    [
        PUBLIC,
        f"198.51.100.1, {PUBLIC}",
        f"198.51.100.1,198.51.100.2,{PUBLIC},192.168.1.1",
        f"nonsense, {PUBLIC}",
        f"{'198.51.100.1,' * 500}{PUBLIC}",
        f"198.51.100.1, {PUBLIC}:4711",
        f"198.51.100.1, ::ffff:{PUBLIC}",
    ],
)
def test_behind_a_proxy_only_what_it_added_counts(forwarded: str) -> None:
    assert seen(PROXY, forwarded) == PUBLIC


@pytest.mark.parametrize("forwarded", ["", "nonsense", "999.1.1.1", "a\x00b", "1.2.3", f"{PUBLIC}, nonsense"])
def test_what_is_no_address_ends_at_the_proxy(forwarded: str) -> None:
    assert seen(PROXY, forwarded) == PROXY


def test_named_proxies_are_the_only_ones(settings: Any) -> None:
    from landing_app import configuration as env

    settings.TRUSTED_PROXIES = env.networks("NO_SUCH_VARIABLE", default=[PROXY])
    assert seen(PROXY, "198.51.100.1, 10.0.0.77") == "10.0.0.77"
    assert seen("10.0.0.77", "198.51.100.1") == "10.0.0.77"


def test_an_ipv6_line_is_one_client() -> None:
    """Its owner has 2^64 addresses."""
    assert seen("2001:db8:1:2::1") == seen("2001:db8:1:2:ffff::9") != seen("2001:db8:1:3::1")
    assert seen(PROXY, "[2001:db8:1:2::5]:4711") == seen("2001:db8:1:2::1")


def test_a_unix_socket_is_a_proxy() -> None:
    assert seen("", f"198.51.100.1, {PUBLIC}") == PUBLIC
