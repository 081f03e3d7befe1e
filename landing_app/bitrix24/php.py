"""Query strings as PHP reads them: what travels inside a batch is a text ``method?query`` per command.

PHP takes any non-empty text but "0" for true, so booleans are 1 and 0. Null and empty lists have no spelling
in this encoding and mean "absent". A filter must not silently lose a condition, so there they are refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

VARIABLES_LIMIT = 900
"""PHP drops every variable of a query beyond ``max_input_vars`` (1000 by default) without a word."""


def encode(params: Mapping[str, Any]) -> str:
    """The query of ``params``; raises ``ValueError`` for what PHP would misread or drop."""
    pairs = [f"{quote(name, safe='')}={quote(text, safe='')}" for name, text in _pairs(params, "")]
    if len(pairs) > VARIABLES_LIMIT:
        raise ValueError(f"{len(pairs)} values are more than PHP reads from one query")
    return "&".join(pairs)


def has_reference(value: Any) -> bool:
    """True when a text holds ``$result[``: inside a batch the portal would replace it by another result."""
    if isinstance(value, str):
        return "$result[" in value.lower()
    if isinstance(value, Mapping):
        return any(has_reference(part) for part in (*value.keys(), *value.values()))
    return isinstance(value, Sequence) and any(has_reference(part) for part in value)


def _pairs(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        _refuse_lost_condition(value, name)
        for key, part in value.items():
            yield from _pairs(part, f"{name}[{key}]" if name else str(key))
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for position, part in enumerate(value):
            yield from _pairs(part, f"{name}[{position}]")
    elif value is not None:
        yield name, _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, str | int | float):
        return str(value)
    raise ValueError(f"a {type(value).__name__} has no spelling in a query")


def _refuse_lost_condition(value: Mapping[Any, Any], name: str) -> None:
    if name in ("filter", "params[filter]"):
        for key, part in value.items():
            if part is None or (isinstance(part, list | tuple | dict) and not part):
                raise ValueError(f"the condition {key} would be lost")
