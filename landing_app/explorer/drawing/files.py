"""Fetched bytes as `data:` addresses that are safe to draw: pictures decoded and written anew, fonts by their mark."""

import json
import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from pathlib import Path
from urllib.parse import unquote_to_bytes

from landing_app.jobs import decoder

_SHRINK = Path(__file__).with_name("shrink_pictures.py")
_SECONDS = 12
MAX_DRAWN = 100_000
"""Longest SVG file in bytes; what is longer is no icon and no logo."""
_FONTS = {
    b"wOF2": "font/woff2",
    b"wOFF": "font/woff",
    b"\0\1\0\0": "font/ttf",
    b"true": "font/ttf",
    b"OTTO": "font/otf",
}
# What can multiply itself until the browser hangs, and what loads or runs.
_RISKY = re.compile(
    r"<!(?!--|doctype\s+svg[^\[<>]*>)|[<:](?:use|image|feimage|pattern|mask|marker|filter|symbol|script|foreignobject|animate\w*|set|iframe)\b"
    r"|@import|\burl\(\s*(?![\"']?#)",
    re.IGNORECASE,
)


def pictures(found: dict[str, bytes]) -> dict[str, str]:
    """`data:` addresses of the pictures among `found`, by the same keys; the others are no harmless pictures."""
    drawn = {key: _svg(content) for key, content in found.items() if _is_svg(content)}
    made = {key: address for key, address in drawn.items() if address}
    dotted = [key for key in found if key not in drawn]
    if not dotted:
        return made
    _, answer = decoder.run(
        _SHRINK,
        json.dumps([len(found[key]) for key in dotted]),
        b"".join(found[key] for key in dotted),
        seconds=_SECONDS,
    )
    while answer:
        head, _, rest = answer.partition(b"\n")
        try:
            place, kind, length = json.loads(head)
        except ValueError:  # it was ended while it wrote
            break
        if len(rest) >= length:
            made[dotted[place]] = _address(kind, rest[:length])
        answer = rest[length:]
    return made


def fonts(found: dict[str, bytes]) -> dict[str, str]:
    """`data:` addresses of the fonts among `found`; the browser checks them again before it uses one."""
    kinds = {key: _FONTS.get(content[:4]) for key, content in found.items()}
    return {key: _address(kind, found[key]) for key, kind in kinds.items() if kind}


def from_data(address: str) -> bytes | None:
    """The bytes inside a `data:` address, or None."""
    head, comma, body = address.partition(",")
    if not comma:
        return None
    try:
        plain = unquote_to_bytes(body)
        return b64decode(plain) if head.lower().rstrip().endswith(";base64") else plain
    except NotBase64:
        return None


def _is_svg(content: bytes) -> bool:
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype"))


def _svg(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    if len(content) > MAX_DRAWN or _RISKY.search(text):
        return ""
    return _address("image/svg+xml", text.encode())


def _address(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{b64encode(content).decode()}"
