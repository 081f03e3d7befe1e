"""Block HTML without what could run, so that a preview does not fill the browser's console with refusals.

This is for quiet and not for safety: a preview is safe because its document is sandboxed by its CSP. Everything else
is passed on as it came, because a cleaned block would no longer look like the block.

Written by hand, in one pass forwards: the standard parser looks back, and 40 kB of unfinished tags keep it busy for
minutes, in which a web process answers nobody.
"""

import re

_SILENT = frozenset({"script", "iframe", "frame", "object", "embed", "base", "meta"})
# A comment, a tag, or another thing in angle brackets. A tag ends at the next bracket of either kind, as far as this
# is concerned, so a search never goes back.
_TAG = re.compile(r"<(?:(?P<comment>!--)|/?(?P<name>[a-z][^\s/<>]*)[^<>]*>?|[!?][^<>]*>)", re.IGNORECASE)
_ENDS = {name: re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE) for name in ("script", "iframe", "object")}
_END_OF_COMMENT = re.compile(r"-->|\Z")
_HANDLER = re.compile(r"""\son[a-z]+\s*=\s*("[^"]*"|'[^']*'|[^\s>]*)""", re.IGNORECASE)


def quiet(html: str) -> str:
    """The same HTML without scripts, embedded documents, event attributes and comments."""
    parts: list[str] = []
    place = 0
    while found := _TAG.search(html, place):
        parts.append(html[place : found.start()])
        place = _after(html, found)
        if found["name"] and found["name"].lower() not in _SILENT:
            parts.append(_HANDLER.sub("", found[0]))
    parts.append(html[place:])
    return "".join(parts)


def _after(html: str, found: re.Match[str]) -> int:
    """Where to go on: behind a comment, or behind the end tag of what has content; without an end nothing is left."""
    if found["comment"]:
        ended = _END_OF_COMMENT.search(html, found.end())
        return ended.end() if ended else len(html)
    end = _ENDS.get((found["name"] or "").lower())
    if end is None or found[0].startswith("</"):
        return found.end()
    ended = end.search(html, found.end())
    return ended.end() if ended else len(html)
