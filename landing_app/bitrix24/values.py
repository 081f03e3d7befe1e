"""What PHP means by a value: lists for maps, maps for lists, text for numbers, ``Y`` for true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_MOST = 2**63


def as_map(value: object) -> Mapping[str, Any]:
    """A map; PHP sends an empty one, or one with the keys 0 to n-1, as a list."""
    if isinstance(value, Mapping):
        return value
    return {str(key): part for key, part in enumerate(value)} if isinstance(value, list) else {}


def as_list(value: object) -> list[Any]:
    """A list; PHP sends one with gaps in its keys as a map."""
    if isinstance(value, Mapping):
        return list(value.values())
    return value if isinstance(value, list) else []


def as_rows(value: object) -> list[Mapping[str, Any]]:
    """The maps of a list."""
    return [row for row in as_list(value) if isinstance(row, Mapping)]


def whole(value: object) -> int:
    """A number that may be text; 0 for anything else, also for what no table can hold."""
    try:
        number = int(str(value))
    except ValueError:
        return 0
    return number if abs(number) < _MOST else 0


def reference(value: object) -> int | None:
    """An id of something else; null, 0 and empty mean none."""
    return whole(value) or None


def flag(value: object) -> bool:
    """``"Y"`` in rows, a real boolean elsewhere."""
    return value is True or value in ("Y", "1", 1)


def text(value: object) -> str:
    """A text; null and objects become empty."""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
