"""Portal values as JSON and back, for the read cache. JSON and not pickle: a cache must not be able to run
code.

A site of ten thousand pages passes here with every reading, so the loops are those of the `json` module.
"""

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from landing_app.bitrix24.types import Folder, Page, Rights, Site, SiteContents

_KIND = "$"
_TYPES: dict[str, type] = {kind.__name__: kind for kind in (Folder, Page, Rights, Site, SiteContents)}
_FIELDS: dict[type, Callable[[Any], tuple[Any, ...] | Any]] = {
    kind: attrgetter(*(field.name for field in fields(kind))) for kind in _TYPES.values()
}


def packed(value: Any) -> str:
    """`value` as JSON; raises TypeError for a type that is not listed here."""
    return json.dumps(value, default=_plain, separators=(",", ":"))


def unpacked(text: str | bytes) -> Any:
    """What `packed` made the text of; raises ValueError, KeyError or TypeError for anything else.

    Lists inside a dataclass come back as the tuples they were.
    """
    return json.loads(text, object_hook=_restored)


def _plain(value: Any) -> dict[str, Any]:
    kind = type(value)
    if kind in _FIELDS:
        content = _FIELDS[kind](value)
        return {_KIND: kind.__name__, "v": content if isinstance(content, tuple) else (content,)}
    if isinstance(value, datetime):
        return {_KIND: "datetime", "v": value.isoformat()}
    if isinstance(value, frozenset):
        return {_KIND: "frozenset", "v": sorted(value)}
    raise TypeError(f"{kind.__name__} cannot be kept in the read cache.")


def _restored(data: dict[str, Any]) -> Any:
    kind, content = data[_KIND], data["v"]
    if kind == "datetime":
        return datetime.fromisoformat(content)
    if kind == "frozenset":
        return frozenset(content)
    return _TYPES[kind](*[tuple(part) if type(part) is list else part for part in content])
