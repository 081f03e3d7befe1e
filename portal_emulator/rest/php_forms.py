"""PHP's bracket notation for nested form fields, both ways, and PHP's idea of arrays, truth and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

_KEY = re.compile(r"\[([^\]]*)\]")
_LEADING_NUMBER = re.compile(r"\s*([+-]?\d+)")
_NUMERIC = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*")


def parse(text: str) -> dict[str, Any]:
    """Parse a query string or form body into nested dicts and lists, as ``parse_str`` does."""
    return nest(parse_qsl(text, keep_blank_values=True))


def nest(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    root: dict[str, Any] = {}
    for name, value in pairs:
        base, bracket, rest = name.partition("[")
        if not base:
            continue
        _store(root, [base, *_KEY.findall(bracket + rest)], value)
    return {key: to_arrays(value) for key, value in root.items()}


def _store(target: dict[str, Any], path: list[str], value: str) -> None:
    for key in path[:-1]:
        key = key if key != "" else _next_index(target)
        if not isinstance(target.get(key), dict):
            target[key] = {}
        target = target[key]
    last = path[-1] if path[-1] != "" else _next_index(target)
    target[last] = value


def _next_index(target: dict[str, Any]) -> str:
    return str(max((int(key) for key in target if key.isdigit()), default=-1) + 1)


def to_arrays(value: Any) -> Any:
    """Turn dicts whose keys are 0..n-1 in order into lists, at every depth."""
    if not isinstance(value, dict):
        return value
    values = {key: to_arrays(item) for key, item in value.items()}
    if list(values) == [str(number) for number in range(len(values))]:
        return list(values.values())
    return values


def flatten(value: Mapping[str, Any]) -> dict[str, str]:
    """Nested maps and lists as flat bracket fields; the reverse of ``nest``."""
    return dict(_fields("", value))


def _fields(prefix: str, value: Any) -> Iterable[tuple[str, str]]:
    if isinstance(value, Mapping):
        items: Iterable[tuple[Any, Any]] = value.items()
    elif isinstance(value, list | tuple):
        items = enumerate(value)
    else:
        yield prefix, str(value)
        return
    for key, item in items:
        yield from _fields(f"{prefix}[{key}]" if prefix else str(key), item)


def is_array(value: Any) -> bool:
    return isinstance(value, dict | list)


def values(value: Any) -> list[Any]:
    """The values of a PHP array, or the scalar itself as a one-item list."""
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else [value]


def truthy(value: Any) -> bool:
    """PHP's truth: ``"0"``, ``""``, 0, null and empty arrays are false; ``"false"`` and ``"N"`` are true."""
    return value != "0" and bool(value)


def to_int(value: Any) -> int:
    """PHP's ``(int)`` cast: ``"12abc"`` is 12, ``"abc"`` is 0."""
    if isinstance(value, bool | int | float):
        return int(value)
    if isinstance(value, str):
        match = _LEADING_NUMBER.match(value)
        return int(match.group(1)) if match else 0
    return 1 if value else 0


def is_numeric(value: str) -> bool:
    return _NUMERIC.fullmatch(value) is not None


def array(value: Any) -> Any:
    """A value as PHP would serialize it: empty maps are ``[]``, keys 0..n-1 make a list, at every depth."""
    if isinstance(value, list | tuple):
        return [array(item) for item in value]
    if not isinstance(value, dict):
        return value
    if all(str(key) == str(number) for number, key in enumerate(value)):
        return [array(item) for item in value.values()]
    return {str(key): array(item) for key, item in value.items()}
