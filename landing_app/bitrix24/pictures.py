"""Absolute addresses for what a portal answers: whole, without a scheme, or without a host."""

from __future__ import annotations

import re
from urllib.parse import urljoin

_PLAIN = re.compile(r"(?:https?://[\w.-]+(?::\d+)?)?(?:/[\w.~%-]+)+/?", re.ASCII)
"""Nearly every address of a long list: nothing to resolve, and half of the list's time if resolved."""


def absolute(value: object, portal_origin: str, public_url: str = "") -> str:
    """The address of a picture or a page, or "" when there is none.

    ``/preview.jpg`` lost the site's host on the way, so it belongs to ``public_url``; every other relative or
    protocol-relative address belongs to the portal.
    """
    if not isinstance(value, str) or not value:
        return ""
    if value == "/preview.jpg":
        return f"{public_url.rstrip('/')}{value}" if public_url else ""
    if _PLAIN.fullmatch(value) and "/." not in value:
        return value if value.startswith("http") else f"{portal_origin}{value}"
    try:
        resolved = urljoin(f"{portal_origin}/", value)
    except ValueError:  # for example "http://[x"
        return ""
    return resolved if resolved.startswith(("https://", "http://")) else ""
