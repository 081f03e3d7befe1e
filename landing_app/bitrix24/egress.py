"""Which addresses we call: https on port 443 of public hosts, plus the hosts the operator listed.

A portal's address comes out of a browser, so it is hostile until proved. The name is resolved by us and the
connection goes to the very address that was checked: a second look-up cannot swap it.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from .errors import EgressRefused

__all__ = ["EgressGuard", "EgressRefused", "origin_of"]

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_DEFAULT_PORTS = {"https": 443, "http": 80}


def origin_of(url: str) -> str:
    """``scheme://host[:port]`` of an address, without a path and without user information."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


@dataclass(frozen=True, slots=True)
class EgressGuard:
    """``trusted_hosts`` holds ``host`` or ``host:port``; those may be private and may speak plain http."""

    trusted_hosts: frozenset[str] = frozenset()

    def check(self, url: str) -> None:
        """Refuse ``url`` now: shape, scheme, port and every address its name has at this moment.

        Raises ``EgressRefused``. Sending checks again, so this is for an early and clear answer.
        """
        parts = self.check_shape(url)
        host, port = parts.hostname or "", _port(parts)
        try:
            self.addresses(host, port)
        except OSError:
            raise EgressRefused("NAME_NOT_RESOLVED", host) from None

    def check_shape(self, url: str) -> SplitResult:
        """The checks that need no name look-up; raises ``EgressRefused``."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, _port(parts)
        except ValueError:
            raise EgressRefused("ADDRESS_MALFORMED") from None
        if not host or parts.username is not None or parts.scheme not in _DEFAULT_PORTS:
            raise EgressRefused("ADDRESS_MALFORMED")
        if not self.trusts(host, port):
            if parts.scheme != "https":
                raise EgressRefused("HTTPS_REQUIRED", host)
            if port != 443:
                raise EgressRefused("PORT_NOT_ALLOWED", host)
        return parts

    def trusts(self, host: str, port: int) -> bool:
        """True for a host of the operator's list."""
        name = host.lower().rstrip(".")
        return name in self.trusted_hosts or f"{name}:{port}" in self.trusted_hosts

    def addresses(self, host: str, port: int) -> list[str]:
        """All addresses of ``host``, each one allowed; raises ``EgressRefused`` or ``OSError``."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not self.trusts(host, port) and not all(is_public(address) for address in addresses):
            raise EgressRefused("ADDRESS_NOT_PUBLIC", host)
        return addresses

    def connect(self, host: str, port: int, timeout: float | None) -> socket.socket:
        """A TCP connection to a checked address; raises ``EgressRefused`` or ``OSError``."""
        failure: OSError = OSError("no address")
        for address in self.addresses(host, port):
            try:
                connection = socket.create_connection((address, port), timeout)
            except OSError as error:
                failure = error
            else:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return connection
        raise failure


def is_public(address: str) -> bool:
    """False for private, loopback, link-local, shared, multicast and tunnelled private addresses."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def _port(parts: SplitResult) -> int:
    return parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)
