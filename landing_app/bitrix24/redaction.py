"""What may be kept of a request and an answer: ids, flags, counts and codes; the rest becomes a length."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_KEPT_NAMES = """
SCOPE ERROR ID LID BLOCK PAGE BLOCKID SITEID TOSITEID TOFOLDERID FOLDERID ACTIVE DELETED PUBLIC TYPE SELECT
SPECIAL PLACEMENT EVENT STATUS INSTALLED VERSION LICENSE_FAMILY LANGUAGE_ID HALT METHOD ACCESS IMAGE EXT
"""
_KEPT = frozenset(_KEPT_NAMES.split())
_PLAIN = re.compile(r"[\w.@\[\]|:-]{0,64}", re.ASCII)
_NAME = re.compile(r"[\w.@%=!<>~-]{1,64}", re.ASCII)
_LONGEST_ID = 12
_VALUES = 400
_DEPTH = 8


def redact(value: Any) -> Any:
    """A copy of ``value`` that is safe to store; of large values the later parts become their length."""
    return _redacted(value, "", 0, [_VALUES])


def _redacted(value: Any, key: str, depth: int, left: list[int]) -> Any:
    left[0] -= 1
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return value if _may_stay(value, key) else f"<{len(value)} characters>"
    if not isinstance(value, Mapping | Sequence):  # a reference to the result of another command
        return f"<{type(value).__name__}>"
    if depth >= _DEPTH or len(value) > left[0]:
        return f"<{len(value)} entries>"
    if isinstance(value, Mapping):
        return {_name(str(name)): _redacted(part, str(name), depth + 1, left) for name, part in value.items()}
    return [_redacted(part, key, depth + 1, left) for part in value]


def _may_stay(value: str, key: str) -> bool:
    name = key.upper().lstrip("=!@<>%")
    if name in _KEPT:
        return _PLAIN.fullmatch(value) is not None
    return name.endswith("_ID") and value.isdecimal() and len(value) <= _LONGEST_ID


def _name(name: str) -> str:
    return name if _NAME.fullmatch(name) else f"<{len(name)} characters>"
