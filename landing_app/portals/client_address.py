"""Whose request this is, as far as attempts are counted: an address that the sender cannot choose.

`X-Forwarded-For` is a list to which every proxy adds the address it was called from, so only what our own proxies
added is true. It is read from the right while the entry's author is one of `TRUSTED_PROXIES`; the first address
that is not a proxy of ours is the client, and whatever stands further left was sent by the client itself.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address
# One line of a household or an office: the last 64 bits of an IPv6 address are chosen by its owner.
_IPV6_PREFIX = 64
_MOST_HOPS = 10


def client_address(request: HttpRequest) -> str:
    """The client's IPv4 address or IPv6 network of 64 bits; empty over a Unix socket without a named client."""
    caller = _parsed(request.META.get("REMOTE_ADDR", ""))
    if caller is None or _is_ours(caller):
        caller = _forwarded(request.META.get("HTTP_X_FORWARDED_FOR", ""), caller)
    if isinstance(caller, IPv6Address):
        return str(ip_network((int(caller), _IPV6_PREFIX), strict=False))
    return str(caller or "")


def _forwarded(header: str, proxy: Address | None) -> Address | None:
    """The nearest hop that is no proxy of ours; the last proxy itself where none is named."""
    last = proxy
    for hop in reversed(header.rsplit(",", _MOST_HOPS)[-_MOST_HOPS:]):
        found = _parsed(hop.strip())
        if found is None:
            return last
        last = found
        if not _is_ours(found):
            return last
    return last


def _parsed(text: str) -> Address | None:
    """An address, also as `1.2.3.4:5678` or `[::1]:5678`; an IPv4 address in IPv6 form counts as the former."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def _is_ours(address: Address) -> bool:
    return any(address in network for network in settings.TRUSTED_PROXIES)
